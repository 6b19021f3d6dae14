import { bounds } from "./bounds.ts";

export type PictureType = "image/png" | "image/jpeg";

export interface Picture {
  type: PictureType;
  image: Uint8Array;
}

const beginnings: Readonly<Record<PictureType, readonly number[]>> = {
  "image/png": [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  "image/jpeg": [0xff, 0xd8, 0xff],
};

/** What an image is, by how it begins: what somebody says of it counts for nothing. */
export function pictureOf(image: Uint8Array): Picture | undefined {
  if (image.length > bounds.picture) return undefined;
  for (const [type, beginning] of Object.entries(beginnings))
    if (beginning.every((byte, index) => image[index] === byte)) return { type: type as PictureType, image };
  return undefined;
}
