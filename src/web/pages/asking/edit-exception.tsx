import type { ExceptionDetailBody } from "../../../http/schemas/governance/exception.ts";
import { collections } from "../asked/collections.ts";
import { Edit } from "./edit.tsx";
import { exceptionFieldNames, ExceptionFields } from "./exception-fields.tsx";
import { editOf, type Said, saidOf } from "./exception-said.ts";

export const EditException = ({ id }: { id: string }) => (
  <Edit<ExceptionDetailBody, Said>
    of={collections.exceptions}
    id={id}
    what="exception"
    title={({ service }) => `the exception for ${service}`}
    whoMay={({ requestedBy }) => `only ${requestedBy} may, who asked for it, and only while it is open`}
    roles={["requester", "admin"]}
    {...{ saidOf, editOf }}
    shown={exceptionFieldNames}
  >
    {({ read, ...fields }) => <ExceptionFields {...fields} edited={read} />}
  </Edit>
);
