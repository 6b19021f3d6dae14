import { generate } from "selfsigned";

export interface Certificate {
  cert: string;
  key: string;
}

export interface Authority extends Certificate {
  /** A certificate for 127.0.0.1 and `names`, valid for so many days from now; a negative number has expired. */
  issue: (days: number, names?: readonly string[]) => Promise<Certificate>;
}

const day = 86_400_000;
const curve = { keyType: "ec", algorithm: "sha256" } as const;

/** An authority that nobody trusts but who is told to. */
export async function createAuthority(): Promise<Authority> {
  const made = await generate([{ name: "commonName", value: "an authority for tests" }], {
    ...curve,
    extensions: [{ name: "basicConstraints", cA: true, critical: true }],
  });
  const own = { cert: made.cert, key: made.private };
  return {
    ...own,
    issue: async (days, names = ["shop.test"]) => {
      const { cert, private: key } = await generate(
        [{ name: "commonName", value: names[0] ?? "shop.test" }],
        {
          ...curve,
          ca: own,
          notBeforeDate: new Date(Date.now() - 400 * day),
          notAfterDate: new Date(Date.now() + days * day),
          extensions: [
            {
              name: "subjectAltName",
              altNames: [
                ...names.map((value) => ({ type: 2 as const, value })),
                { type: 7, ip: "127.0.0.1" },
              ],
            },
          ],
        },
      );
      return { cert, key };
    },
  };
}
