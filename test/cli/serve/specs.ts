import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";

/** A folder that goes with its test. */
export function folderFor(purpose: string): string {
  const folder = temporaryFolder(purpose);
  onTestFinished(() => removeFolder(folder));
  return folder;
}

export const service = (name: string, objective = "99.9%"): string => `
apiVersion: nines/v1
kind: Service
metadata: { name: ${name}, owner: team-shop }
spec:
  slos:
    - name: availability
      objective: ${objective}
      sli: { ratio: { bad: 'errors_total{job="${name}"}', total: 'requests_total{job="${name}"}' } }
      alerting: { runbook: https://runbooks.example/${name} }
`;

export const environment = (name: string, prometheus: string): string => `
apiVersion: nines/v1
kind: Environment
metadata: { name: ${name} }
spec: { prometheus: ${prometheus} }
`;

/** Replaces a file as editors and git do: written beside, then renamed. */
export function put(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `.${name}.new`), text);
  renameSync(join(folder, `.${name}.new`), join(folder, name));
}

/** A `slos/` of its own. */
export function specs(files: Readonly<Record<string, string>>): string {
  const folder = folderFor("slos");
  for (const [name, text] of Object.entries(files)) put(folder, name, text);
  return folder;
}
