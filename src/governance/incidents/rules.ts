import { alert, label } from "../../model/names.ts";
import { seconds, type Seconds } from "../../model/units.ts";

/** Which alerts are incidents, as the operator of the server says. */
export interface IncidentRules {
  /** An alert that carries all labels of one of these opens an incident. */
  opens: readonly Readonly<Record<string, string>>[];
  /** An alert so soon after the end of an incident of the same place is that incident again. */
  reopenWithin: Seconds;
}

/** Pages of a burning error budget; what flaps within an hour is one trouble. */
export const defaultRules: IncidentRules = {
  opens: [{ [label.alertname]: alert.burn, [label.severity]: "page" }],
  reopenWithin: seconds(3_600),
};

export const opensIncident = ({ opens }: IncidentRules, labels: Readonly<Record<string, string>>): boolean =>
  opens.some((wanted) =>
    Object.entries(wanted).every(([name, value]) => Object.hasOwn(labels, name) && labels[name] === value),
  );
