import { token, write } from "../api/client.ts";
import { useMe } from "../api/me.ts";
import { useLocation } from "../url/location.ts";

/** Who looks at the page, and the way to become somebody or nobody; tokens are pasted on the page of people. */
export function Who() {
  const url = useLocation();
  const me = useMe();
  if (me === undefined) return null;
  const { identity, login } = me;
  if (identity === undefined)
    return login === undefined ? (
      <a href="/people">Sign in</a>
    ) : (
      <a href={`${login}?to=${encodeURIComponent(url.pathname + url.search)}`}>Log in</a>
    );
  const leave = async (): Promise<void> => {
    if (token.read() !== null) token.forget();
    else if (login !== undefined) await write("/logout", {}).catch(() => undefined);
    location.reload();
  };
  return (
    <span class="who">
      <a href="/people" title={`${identity.subject}: ${identity.roles.join(", ")}`}>
        {identity.subject.split("@", 1)[0]}
      </a>
      <button class="plain small" type="button" onClick={() => void leave()}>
        Log out
      </button>
    </span>
  );
}
