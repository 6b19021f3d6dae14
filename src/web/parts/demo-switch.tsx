import type { DemoPeopleBody } from "../../http/schemas/demo.ts";
import { firstPaths } from "../../model/web/first-view.ts";
import { token } from "../api/client.ts";
import { tellNews } from "../api/news.ts";
import { useResource } from "../api/resource.ts";

/** In a demo, and only there: who to be. */
export function DemoSwitch() {
  const people = useResource<DemoPeopleBody>(firstPaths.demoPeople, { on: [] }).data?.items ?? [];
  if (people.length === 0) return null;
  const held = token.read();
  const become = (chosen: string): void => {
    if (chosen === "") token.forget();
    else token.keep(chosen);
    tellNews();
  };
  return (
    <label class="demo">
      <span>demo</span>{" "}
      <select
        value={held ?? ""}
        onChange={(event) => become(event.currentTarget.value)}
        aria-label="Who you are in this demo"
      >
        <option value="">nobody</option>
        {people.map(({ subject, plays, token: of }) => (
          <option key={subject} value={of}>
            {subject.split("@", 1)[0]}: {plays}
          </option>
        ))}
      </select>
    </label>
  );
}
