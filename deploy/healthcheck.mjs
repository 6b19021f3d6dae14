/** Exit code 0 when every address given answers with success: for containers that have Node and nothing else. */
const answers = await Promise.all(
  process.argv.slice(2).map(async (url) => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(4_000) });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  }),
);
if (answers.length === 0) throw new Error("usage: node healthcheck.mjs URL…");
