const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem}
button,input,select{font:inherit;padding:.3rem .6rem}[role=status]{min-height:1.5rem;margin-top:1rem}`;

/** The account page: the token that every change must carry stands in its head. */
export const accountPage = (token: string | undefined): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Your account</title>
    ${token === undefined ? "" : `<meta name="csrf-token" content="${token}" />`}
    <style>${style}</style>
  </head>
  <body><h1>Your account</h1></body>
</html>
`;

/**
 * The shop window: the same path as the journey's, clicked by a person or a browser script. With a dead button its
 * script looks for what is not there, as after a careless change: only a browser notices.
 */
export const shopPage = (books: readonly string[], hasDeadButton: boolean): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>The sample bookshop</title>
    <link rel="icon" href="data:," />
    <style>${style}</style>
  </head>
  <body>
    <h1>The sample bookshop</h1>
    <form id="buy">
      <p><label>Name <input name="user" required autocomplete="username" /></label></p>
      <p><label>Password <input name="password" type="password" required /></label></p>
      <p>
        <label>Book <select name="book">${books.map((book) => `<option>${book}</option>`).join("")}</select></label>
      </p>
      <button>Buy</button>
    </form>
    <p role="status"></p>
    <script type="module">
      const status = document.querySelector("[role=status]");
      const ask = async (method, path, body, token) => {
        const answer = await fetch(path, {
          method,
          headers: { "content-type": "application/json", "x-csrf-token": token ?? "" },
          body: body && JSON.stringify(body),
        });
        if (!answer.ok) throw new Error(path + " answered " + answer.status);
        return answer;
      };
      const buy = async ({ user, password, book }) => {
        await ask("POST", "/login", { user, password });
        const account = new DOMParser().parseFromString(await (await fetch("/account")).text(), "text/html");
        const token = account.querySelector("meta[name=csrf-token]")?.content;
        await ask("POST", "/basket", { book }, token);
        const { id } = await (await ask("POST", "/payments", {}, token)).json();
        return (await (await ask("GET", "/orders/" + id)).json()).state;
      };
      document.querySelector("${hasDeadButton ? "#buy-now" : "#buy"}").addEventListener("submit", async (event) => {
        event.preventDefault();
        status.textContent = "…";
        const form = Object.fromEntries(new FormData(event.target));
        const state = await buy(form).catch((error) => error.message);
        status.textContent = state === "verified" ? "Thank you: your order is verified" : "Sorry: " + state;
      });
    </script>
  </body>
</html>
`;
