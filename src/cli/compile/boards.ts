import { boardFiles } from "../../boards/files.ts";
import { defaultPage, groupLabelsOf } from "../../boards/options.ts";
import type { PlannedFile } from "../../compile/compile.ts";
import { ownFileNotice } from "../../compile/header.ts";
import type { Slo } from "../../model/slo.ts";

/** Grafana's boards as files. Loading the SDK takes longer than making them, so this module is loaded when asked for. */
export const plannedBoards = (slos: readonly Slo[], page: string = defaultPage): readonly PlannedFile[] =>
  boardFiles({ page, groupLabels: groupLabelsOf(slos), notice: ownFileNotice }).map(({ name, json }) => ({
    path: `dashboards/${name}.json`,
    render: () => `${JSON.stringify(json, null, 2)}\n`,
  }));
