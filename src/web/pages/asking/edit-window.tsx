import type { WindowDetailBody } from "../../../http/schemas/governance/window.ts";
import { collections } from "../asked/collections.ts";
import { Edit } from "./edit.tsx";
import { windowFieldNames, WindowFields } from "./window-fields.tsx";
import { editOf, type Said, saidOf } from "./window-said.ts";

export const EditWindow = ({ id }: { id: string }) => (
  <Edit<WindowDetailBody, Said>
    of={collections.windows}
    id={id}
    what="window"
    title={({ title }) => title}
    whoMay={() => "those may who ask for changes of its service, and only until it is over"}
    roles={["requester", "machine", "admin"]}
    {...{ saidOf, editOf }}
    shown={windowFieldNames}
  >
    {({ said, set, sending }) => <WindowFields {...{ said, set, sending }} edited />}
  </Edit>
);
