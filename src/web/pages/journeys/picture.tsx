import { useEffect, useRef, useState } from "preact/hooks";
import { readPicture } from "../../api/client.ts";

/** What the page looked like when its step failed: small in its place, large when it is opened. */
export function Picture({ path, step }: { path: string; step: string }) {
  const [source, setSource] = useState<string>();
  const [isMissing, setMissing] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const left = new AbortController();
    readPicture(path, left.signal).then(setSource, () => setMissing(!left.signal.aborted));
    return () => left.abort();
  }, [path]);
  if (isMissing) return <p class="quiet">The picture of the page is no longer kept.</p>;
  if (source === undefined)
    return <div class="thumb skeleton" aria-busy="true" aria-label="loading the picture" />;
  const words = `The page when ${step} failed`;
  return (
    <>
      <button type="button" class="thumb" onClick={() => dialog.current?.showModal()}>
        <img src={source} alt={words} />
        <span class="small">open large</span>
      </button>
      <dialog class="large" aria-label={words} ref={dialog} onClick={() => dialog.current?.close()}>
        <img src={source} alt={words} />
        <button type="button">Close</button>
      </dialog>
    </>
  );
}
