import { type Collection, everyCollection } from "./collections.ts";

/** Everything that people ask for and others decide, side by side. */
export function Tabs({ of }: { of: Collection }) {
  return (
    <nav class="tabs" aria-label="What is asked for and decided">
      {everyCollection.map(({ path, name }) => (
        <a key={path} href={`/${path}`} aria-current={path === of.path ? "page" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
