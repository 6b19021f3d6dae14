type AsyncFunctionConstructor = new (...parametersAndBody: string[]) => unknown;
const { constructor } = Object.getPrototypeOf(async () => undefined) as { constructor: unknown };
const AsyncFunction = constructor as AsyncFunctionConstructor;

/**
 * A browser script as a function of `page`, `vars` and `assert`: read to its end, and run by whoever calls it.
 *
 * @throws SyntaxError when it is no JavaScript
 */
export const readScript = (script: string): unknown =>
  new AsyncFunction("page", "vars", "assert", `"use strict";${script}`);
