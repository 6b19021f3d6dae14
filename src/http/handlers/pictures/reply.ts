import { createHash } from "node:crypto";
import type { Reply } from "../../route.ts";

export const pictureType = "image/svg+xml; charset=utf-8";

/** A picture loads nothing and runs nothing; its own style is all it has. */
export const picturePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

interface Kept {
  /** Pages of others may show it. */
  isPublic: boolean;
  /** Seconds that it may be shown without being asked for again. */
  seconds: number;
  ifNoneMatch: string | undefined;
}

/** Says how long it may be kept, and answers that it has not changed where it has not. */
export function pictureReply(svg: string, { isPublic, seconds, ifNoneMatch }: Kept): Reply {
  const etag = `"${createHash("sha256").update(svg).digest("base64url").slice(0, 22)}"`;
  const headers = {
    "content-security-policy": picturePolicy,
    "cache-control": `${isPublic ? "public" : "private"}, max-age=${Math.round(seconds)}`,
    etag,
    ...(isPublic && { "cross-origin-resource-policy": "cross-origin" }),
  };
  if (ifNoneMatch?.split(/\s*,\s*/).some((each) => each.replace(/^W\//, "") === etag) === true)
    return { status: 304, type: pictureType, text: "", headers };
  return { type: pictureType, text: svg, headers };
}
