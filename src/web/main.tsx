import { render } from "preact";
import { startLive } from "./api/live.ts";
import { App } from "./app.tsx";

const root = document.getElementById("app");
if (root !== null) render(<App />, root);
startLive();
