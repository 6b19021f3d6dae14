import { isDigest, type Message, type Notice } from "../notice.ts";
import { linkOf, pictureOf, type Place } from "./text.ts";

/** A CloudEvents 1.0 event in its JSON format. */
export interface CloudEvent {
  specversion: "1.0";
  /** With `source`, the same for every repetition. */
  id: string;
  source: string;
  type: string;
  subject?: string;
  time: string;
  datacontenttype: "application/json";
  data: object;
}

/** Where nobody said by which address nines is known. */
const anywhere = "urn:nines";

export const cloudEvent = (message: Message, place: Place): CloudEvent => ({
  specversion: "1.0",
  id: message.id,
  source: place.publicUrl ?? anywhere,
  type: `nines.${message.kind}`,
  ...(!isDigest(message) && { subject: message.subject }),
  time: new Date(message.at * 1_000).toISOString(),
  datacontenttype: "application/json",
  data: isDigest(message) ? message : dataOf(message, place),
});

function dataOf(notice: Notice, place: Place): object {
  const { id: _, at: __, kind: ___, mark: ____, path: _____, ...said } = notice;
  const link = linkOf(notice, place);
  const picture = pictureOf(notice, place);
  return { ...said, ...(link !== undefined && { link }), ...(picture !== undefined && { picture }) };
}
