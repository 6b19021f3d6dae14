import type { ComponentChildren } from "preact";
import { Refusal } from "../api/client.ts";
import type { Resource } from "../api/resource.ts";
import { Time } from "./time.tsx";

const wordsOf = (error: Error): string =>
  error instanceof Refusal ? error.message : "the server cannot be reached";

/** Says in place that what is shown is older than it should be. */
export function StaleNotice({ error, readAt }: { error: Error; readAt?: number | undefined }) {
  return (
    <div class="notice bad" role="alert">
      <strong>Not fresh:</strong> {wordsOf(error)}.{" "}
      {readAt !== undefined && (
        <>
          What you see was read <Time at={new Date(readAt).toISOString()} />.
        </>
      )}
    </div>
  );
}

interface LoadedProps<Body> {
  of: Resource<Body>;
  children: (body: Body) => ComponentChildren;
}

/** Waiting, refused, stale or there: each looks like something, none is a blank page. */
export function Loaded<Body>({ of: { data, error, readAt }, children }: LoadedProps<Body>) {
  if (data === undefined && error === undefined)
    return <div class="skeleton" aria-busy="true" aria-label="loading" />;
  if (data === undefined && error !== undefined) return <Refused error={error} />;
  return (
    <>
      {error !== undefined && <StaleNotice error={error} readAt={readAt} />}
      <div class={error === undefined ? "" : "stale"}>{data !== undefined && children(data)}</div>
    </>
  );
}

export function Refused({ error }: { error: Error }) {
  const needsLogin = error instanceof Refusal && error.status === 401;
  return (
    <div class="notice bad" role="alert">
      <strong>{error instanceof Refusal ? (error.problem.title ?? "Refused") : "No answer"}.</strong>{" "}
      {wordsOf(error)}.
      {needsLogin && (
        <>
          {" "}
          <a href="/people">Sign in</a>
        </>
      )}
    </div>
  );
}
