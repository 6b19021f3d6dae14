import { statusReply, type PlainReply } from "../../../dialects/plain.ts";
import { reading } from "../../access.ts";
import type { Reply, Route } from "../../route.ts";
import { gateQuery, readQuestion } from "../gate.ts";

export const plainText = ({ status, line }: PlainReply): Reply => ({
  status,
  type: "text/plain; charset=utf-8",
  text: `${line}\n`,
});

/** For whoever reads a status and no body: `curl -f`, Chaos Mesh, Litmus. */
export const gateStatus: Route = {
  path: "/api/v1/gate/status",
  id: "askGateStatus",
  tag: "Gate",
  summary: "May this change go out now? As a status",
  description:
    "200 lets pass, 403 holds back; the body is one line of plain text that says why. Otherwise as `GET /api/v1/gate`: " +
    "a preview, answered from memory. A malformed question is 400, and 503 means that nothing is known yet.",
  query: gateQuery,
  access: reading,
  answers: {
    200: { description: "It may; one line says why", type: "text/plain" },
    403: { description: "It may not; one line says why", type: "text/plain" },
  },
  problems: ["bad-query", "no-snapshot"],
  handle: ({ query, deps, snapshot, now, identity }) => {
    const question = readQuestion(query, identity);
    const verdict = deps.decide(question, snapshot(), deps.governance(), now);
    deps.metrics.decided(verdict);
    return plainText(statusReply(verdict));
  },
};
