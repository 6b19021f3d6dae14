/** Samples of a text exposition by `name{label="value",…}` as written. */
export type Samples = ReadonlyMap<string, number>;

export const samples = (text: string): Samples =>
  new Map(
    text
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const cut = line.lastIndexOf(" ");
        return [line.slice(0, cut), Number(line.slice(cut + 1))];
      }),
  );
