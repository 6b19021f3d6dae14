import { join } from "node:path";
import { build } from "vite";

const root = join(import.meta.dirname, "..", "..");

/** The web page: `src/web` → `dist/web`, in files whose names change with their content. */
await build({
  configFile: false,
  root: join(root, "src/web"),
  base: "/",
  logLevel: "warn",
  build: {
    outDir: join(root, "dist/web"),
    emptyOutDir: true,
    target: "es2023",
    // Nothing may stand inside the page itself: its content security policy forbids it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
