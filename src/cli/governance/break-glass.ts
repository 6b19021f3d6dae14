import type { RequestOptions } from "./exception/request.ts";
import { withRequestOptions } from "./exception.ts";
import type { Register } from "../program.ts";
import { withRemoteOptions } from "../remote/options.ts";

const help = `
For an emergency: it opens the gate at once, against a denial as well, and is announced. Two other people have
to review it within the policy's time (24 h); while a review is overdue, the next glass stays whole.

Examples:
  nines break-glass --service checkout --environment production --category incident --reason "payments are down"
  nines exception review ex-3f9k2m7q --verdict justified --comment "the fix could not wait"`;

export const register: Register = (program, done) => {
  const command = program
    .command("break-glass")
    .description("open the gate at once, in an emergency; reviewed by two others afterwards");
  withRequestOptions(withRemoteOptions(command))
    .addHelpText("after", help)
    .action(async (options: RequestOptions) => {
      const { breakGlass } = await import("./exception/break-glass.ts");
      done(await breakGlass(options));
    });
};
