import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

type Part<Props> = (props: Props) => ComponentChildren;

/** A page whose code is fetched when somebody first goes there: whoever reads the overview does not wait for it. */
export function lazily<Props extends object>(load: () => Promise<Part<Props>>): Part<Props> {
  let loaded: Part<Props> | undefined;
  return function Lazy(props: Props) {
    const [page, setPage] = useState<{ show: Part<Props> | undefined; failed?: boolean }>({ show: loaded });
    useEffect(() => {
      if (loaded !== undefined) return;
      load().then(
        (show) => {
          loaded = show;
          setPage({ show });
        },
        () => setPage({ show: undefined, failed: true }),
      );
    }, []);
    if (page.failed === true) return <Failed />;
    return page.show === undefined ? (
      <div class="skeleton" aria-busy="true" aria-label="loading" />
    ) : (
      <page.show {...props} />
    );
  };
}

/** Most likely nines has been updated, and has no such file any more. */
function Failed() {
  return (
    <div class="notice bad" role="alert">
      <strong>This page could not be loaded.</strong> nines may have been updated since you opened it.{" "}
      <button type="button" onClick={() => location.reload()}>
        Load it anew
      </button>
    </div>
  );
}
