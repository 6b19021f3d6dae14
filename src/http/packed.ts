import type { Response } from "express";
import { constants, createGzip, gzip } from "node:zlib";

/** A text that is shorter goes out as it is, head and body in one write: packing it would cost more than it saves. */
const worthPacking = 8_192;

const level = 5;

const takesPacked = ({ req }: Response): boolean => req.acceptsEncodings("gzip") === "gzip";
const isPackable = (response: Response, text: string): boolean =>
  text.length >= worthPacking && takesPacked(response);

/** A list of a thousand SLOs is a tenth of its size when packed, which is done beside the thread that answers. */
export function sendText(response: Response, type: string, text: string): void {
  response.setHeader("content-type", type);
  if (!isPackable(response, text)) {
    response.setHeader("content-length", Buffer.byteLength(text));
    // A text, not a buffer: Node then sends head and body in one write, a quarter of the gate's cost.
    response.end(text);
    return;
  }
  gzip(text, { level }, (error, packed) => {
    if (error !== null) {
      response.destroy(error);
      return;
    }
    response.setHeader("content-encoding", "gzip");
    response.setHeader("vary", "accept-encoding");
    response.setHeader("content-length", packed.length);
    response.end(packed);
  });
}

/**
 * Sends a beginning at once and the rest when it is there: a browser meanwhile fetches what the beginning names. `rest`
 * is asked for only then, since it keeps the thread.
 */
export function sendInTwo(
  response: Response,
  type: string,
  begin: string,
  rest: () => Promise<string>,
): void {
  response.setHeader("content-type", type);
  response.setHeader("vary", "accept-encoding");
  if (response.req.method === "HEAD") {
    response.end();
    return;
  }
  if (!takesPacked(response)) {
    response.write(begin, () => void rest().then((text) => response.end(text)));
    return;
  }
  response.setHeader("content-encoding", "gzip");
  const packing = createGzip({ level });
  response.once("close", () => packing.destroy());
  packing.pipe(response);
  packing.write(begin);
  packing.flush(constants.Z_SYNC_FLUSH, () => void rest().then((text) => packing.end(text)));
}
