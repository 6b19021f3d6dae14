import {
  BrokenCircuitError,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  handleAll,
  timeout,
  TimeoutStrategy,
  wrap,
} from "cockatiel";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { breakerMetric, breakerStates, type BreakerStateName } from "./catalogue.ts";

export interface Breaker {
  /** @throws whatever the call throws, and a BrokenCircuitError without calling while the breaker is open */
  call: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** Shows it in a registry, counting from zero. */
  expose: (registry: Registry) => void;
}

interface Counted {
  calls: Histogram;
  refused: Counter;
}

const named: Readonly<Record<CircuitState, BreakerStateName>> = {
  [CircuitState.Closed]: "closed",
  [CircuitState.HalfOpen]: "half_open",
  [CircuitState.Open]: "open",
  [CircuitState.Isolated]: "forced_open",
};

/**
 * A circuit breaker that opens when half of the last twenty calls failed or took longer than a second, and tries
 * again after five. Its metrics have the names that Resilience4j gives them, so that the templates fit.
 */
export function createBreaker(name: string): Breaker {
  const circuit = circuitBreaker(handleAll, {
    halfOpenAfter: 5_000,
    breaker: new CountBreaker({ threshold: 0.5, size: 20 }),
  });
  const policy = wrap(circuit, timeout(1_000, TimeoutStrategy.Aggressive));
  let counted: Counted | undefined;
  return {
    call: async (work) => {
      const began = performance.now();
      const count = (kind: "successful" | "failed") =>
        counted?.calls.observe({ name, kind }, (performance.now() - began) / 1_000);
      try {
        const result = await policy.execute(({ signal }) => work(signal));
        count("successful");
        return result;
      } catch (error) {
        if (error instanceof BrokenCircuitError) counted?.refused.inc({ name, kind: "not_permitted" });
        else count("failed");
        throw error;
      }
    },
    expose: (registry) => {
      counted = createMetrics(name, registry);
      showState(name, registry, () => named[circuit.state]);
    },
  };
}

function createMetrics(name: string, registry: Registry): Counted {
  const registers = [registry];
  const labelNames = ["name", "kind"];
  const calls = new Histogram<string>({
    name: breakerMetric.calls,
    help: "Calls through the circuit breaker, by how they ended.",
    labelNames,
    buckets: [0.01, 0.1, 0.5, 1],
    registers,
  });
  const refused = new Counter<string>({
    name: breakerMetric.refused,
    help: "Calls that the open circuit breaker refused.",
    labelNames,
    registers,
  });
  for (const kind of ["successful", "failed"]) calls.zero({ name, kind });
  refused.inc({ name, kind: "not_permitted" }, 0);
  return { calls, refused };
}

function showState(name: string, registry: Registry, state: () => BreakerStateName): void {
  new Gauge<string>({
    name: breakerMetric.state,
    help: "1 for the state that the circuit breaker is in.",
    labelNames: ["name", "state"],
    registers: [registry],
    collect() {
      const now = state();
      for (const each of breakerStates) this.set({ name, state: each }, each === now ? 1 : 0);
    },
  });
}
