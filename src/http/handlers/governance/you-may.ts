import type { Occasion } from "../../../governance/act.ts";
import {
  approveCorrection,
  denyCorrection,
  revokeCorrection,
  withdrawCorrection,
} from "../../../governance/corrections/commands.ts";
import { approveExperiment, denyExperiment } from "../../../governance/experiments/answer.ts";
import {
  abortExperiment,
  finishExperiment,
  type GateSays,
  startExperiment,
} from "../../../governance/experiments/run.ts";
import { approveLoosening } from "../../../governance/loosening/approve.ts";
import { cancelWindow } from "../../../governance/windows/commands/cancel.ts";
import { mayChangeWindow } from "../../../governance/windows/commands/change.ts";
import { approveWindow, denyWindow } from "../../../governance/windows/commands/judge.ts";
import type { Asked } from "../../route.ts";
import { correctionActions } from "../../schemas/governance/correction.ts";
import { experimentActions } from "../../schemas/governance/experiment.ts";
import { looseningActions } from "../../schemas/governance/loosening.ts";
import { type windowActions, windowVerbs } from "../../schemas/governance/window.ts";
import { presentOf } from "./act.ts";
import { possible, why } from "./possible.ts";

/** Who asks, and of what: undefined while nobody is known to be asking. */
function sceneOf(asked: Asked) {
  const { identity: who, deps } = asked;
  if (who === undefined) return undefined;
  const occasion: Occasion = { now: presentOf(asked), newId: (prefix) => prefix };
  return { who, occasion, state: deps.desk.state() };
}

export function correctionYouMay(asked: Asked, { id, requestHash }: { id: string; requestHash: string }) {
  const scene = sceneOf(asked);
  if (scene === undefined) return [];
  const { state, occasion, who } = scene;
  return possible(correctionActions, {
    approve: () => approveCorrection(state, occasion, who, { id, requestHash }, asked.snapshot()),
    deny: () => denyCorrection(state, occasion, who, { id, reason: why }),
    withdraw: () => withdrawCorrection(state, occasion, who, { id }),
    revoke: () => revokeCorrection(state, occasion, who, { id, reason: why }),
  });
}

export function windowYouMay(
  asked: Asked,
  { id, requestHash }: { id: string; requestHash: string },
): (typeof windowActions)[number][] {
  const scene = sceneOf(asked);
  if (scene === undefined) return [];
  const { state, occasion, who } = scene;
  const may = possible(windowVerbs, {
    approve: () => approveWindow(state, occasion, who, { id, requestHash }, asked.snapshot()),
    deny: () => denyWindow(state, occasion, who, { id, reason: why }, asked.snapshot()),
    cancel: () => cancelWindow(state, occasion, who, { id }),
  });
  return mayChangeWindow(state, occasion.now, who, id) ? [...may, "edit"] : may;
}

export function looseningYouMay(asked: Asked, id: string) {
  const scene = sceneOf(asked);
  if (scene === undefined) return [];
  const { state, occasion, who } = scene;
  return possible(looseningActions, { approve: () => approveLoosening(state, occasion, who, { id }) });
}

export function experimentYouMay(
  asked: Asked,
  { id, requestHash }: { id: string; requestHash: string },
  gate: GateSays,
) {
  const scene = sceneOf(asked);
  if (scene === undefined) return [];
  const { state, occasion, who } = scene;
  const facts = asked.snapshot();
  return possible(experimentActions, {
    approve: () => approveExperiment(state, occasion, who, { id, requestHash }, facts),
    deny: () => denyExperiment(state, occasion, who, { id, reason: why }),
    start: () => startExperiment(state, occasion, who, { id }, { facts, gate }),
    finish: () => finishExperiment(state, occasion, who, { id }),
    abort: () => abortExperiment(state, occasion, who, { id, reason: why }),
  });
}
