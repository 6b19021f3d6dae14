/** Results are rows of `{ file, seconds, passed, failed, skipped }`. */
const failure = (file, failed = 1) => ({ file, seconds: 0, passed: 0, failed, skipped: 0 });

/** What vitest said, made to agree with how it ended: a run that came to grief counts as a failure, whatever it counted. */
export const tally = (name, summary, code) => {
  if (summary === undefined) return [failure(`the ${name} layer did not run to its end`)];
  const files = [...summary.files];
  if (summary.unhandled > 0)
    files.push(failure(`errors outside of any test in the ${name} layer`, summary.unhandled));
  if (files.every(({ passed, failed, skipped }) => passed + failed + skipped === 0)) {
    files.push(failure(`no tests found in the ${name} layer`));
  }
  if (code !== 0 && files.every(({ failed }) => failed === 0)) {
    files.push(failure(`the ${name} layer ended with exit code ${code}`));
  }
  return files;
};

export const total = (files, key) => files.reduce((sum, file) => sum + file[key], 0);

/** The last line of all, in the form CI reads, and the exit code that agrees with it. */
export const verdict = (files) => {
  const [passed, failed, skipped] = ["passed", "failed", "skipped"].map((key) => total(files, key));
  // Nothing at all was tested: that must not look like success.
  const missed = passed + failed + skipped === 0 ? 1 : failed;
  const line = `${passed} passed, ${missed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
  return { line, exitCode: missed === 0 ? 0 : 1 };
};
