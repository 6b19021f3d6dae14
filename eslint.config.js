import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const typescript = ["src", "kit", "test", "demo", "bench"].map((folder) => `${folder}/**/*.{ts,tsx}`);

export default defineConfig(
  { ignores: ["**/node_modules/", ".toolchain/", "generated/", "dist/", "vendor/", "docs/", "artifacts/"] },
  {
    files: [...typescript, "vitest.config.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: "error",
      // Numbers print as a reader expects; objects and undefined do not.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `onClick={() => send()}`: an arrow that hands on nothing is no confusion.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // A port's adapter may have to be async where this one has nothing to wait for.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ["kit/**/*.ts", "test/**/*.ts", "demo/**/*.ts", "bench/**/*.ts"],
    rules: {
      // A test that meets undefined where it expects a value fails there and then, which is what it is for.
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  {
    files: ["scripts/**/*.mjs", "eslint.config.js"],
    extends: [tseslint.configs.recommended],
    rules: { eqeqeq: "error" },
  },
);
