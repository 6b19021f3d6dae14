import { useEffect, useState } from "preact/hooks";
import { useLiveness } from "../api/live.ts";
import { absolute, briefly } from "./time.tsx";

/** A stream that comes back within this is nobody's concern; milliseconds. */
const patience = 3_000;

/** Says whether what is shown follows what happens. */
export function LiveMark() {
  const liveness = useLiveness();
  const [isDown, setDown] = useState(false);
  useEffect(() => {
    setDown(false);
    if (liveness.kind !== "down") return;
    const timer = setTimeout(() => setDown(true), patience);
    return () => clearTimeout(timer);
  }, [liveness]);
  const since = liveness.kind === "down" ? new Date(liveness.since).toISOString() : "";
  return (
    <span class={`live${isDown ? " bad" : ""}`} role="status">
      {isDown ? (
        <span title={absolute(since)}>⚠ not live since {briefly(since)}, reconnecting</span>
      ) : (
        <span title="What you see follows what happens">
          <span aria-hidden="true">●</span> {liveness.kind === "connecting" ? "connecting" : "live"}
        </span>
      )}
    </span>
  );
}
