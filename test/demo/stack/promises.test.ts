import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { checkOut, type Checkout } from "../../../demo/stack/promises.ts";
import { readScene } from "../../../demo/scene.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { repository } from "../../../kit/tools.ts";

const folders: string[] = [];
const newFolder = (): string => {
  const folder = temporaryFolder("checkout");
  folders.push(folder);
  return folder;
};
afterAll(() => folders.forEach(removeFolder));

const shop = join(repository, "slos");
const objectivesIn = async ({ cwd, slos }: Checkout): Promise<ReadonlyMap<string, string>> => {
  const scene = await readScene(join(cwd, slos));
  return new Map(scene.slos.map(({ id, objective }) => [id, objective.text]));
};

it("one promise is harder until it is merged, and then everything is what slos/ says", async () => {
  const checkout = checkOut(shop, newFolder());
  const now = new Map((await readScene(shop)).slos.map(({ id, objective }) => [id, objective.text]));
  const breaker = "payments.database-breaker.production";
  expect(await objectivesIn(checkout)).toEqual(new Map(now).set(breaker, "99.95%"));
  checkout.merge?.();
  expect(await objectivesIn(checkout)).toEqual(now);
});

it("definitions that are not the shop's are served as they are", async () => {
  const own = join(newFolder(), "rules");
  mkdirSync(own);
  const service = { apiVersion: "nines/v1", kind: "Service", metadata: { name: "mail" } };
  const slo = { name: "up", objective: "99%", sli: { gauge: 'up{job="mail"}' } };
  writeFileSync(join(own, "mail.yaml"), JSON.stringify({ ...service, spec: { slos: [slo] } }));
  const checkout = checkOut(own, newFolder());
  expect(checkout.merge).toBeUndefined();
  expect([...(await objectivesIn(checkout)).keys()]).toEqual(["mail.up.production"]);
});
