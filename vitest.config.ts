import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/**
 * What the environment may say:
 * - TIDEMARK_RUNS: random cases per law (fast-check's numRuns); each law has its own default.
 * - TIDEMARK_SEED: fast-check's seed, so that a failure can be run again.
 * - TIDEMARK_FAST: leaves out the slow tests, as `npm run check` does.
 * - TIDEMARK_MUTATE: a folder of `src/`; only its own tests, the laws, the facts and the
 *   transcripts run. Stryker sets it, and each test more is run again for every mutant.
 * - TIDEMARK_LAWS_ONLY: with it, of these only the laws about whole runs.
 */
const fast = process.env["TIDEMARK_FAST"] !== undefined;
const mutated = process.env["TIDEMARK_MUTATE"];
const slow = ["test/**/*.slow.test.ts", "test/laws/exhaustive.test.ts"];

export default defineConfig({
  resolve: { alias: sourcesOfSubpaths() },
  test: {
    include:
      mutated === undefined
        ? ["test/**/*.test.ts"]
        : process.env["TIDEMARK_LAWS_ONLY"] === undefined
          ? [`test/{${mutated},laws,facts}/**/*.test.ts`, "test/transcripts.test.ts"]
          : ["test/laws/engine.test.ts"],
    isolate: mutated === undefined,
    exclude: fast || mutated !== undefined ? slow : [],
    typecheck: {
      enabled: mutated === undefined,
      include: ["test/types/**/*.test-d.ts"],
      tsconfig: "tsconfig.test.json",
      ignoreSourceErrors: true,
    },
    slowTestThreshold: 5_000,
    passWithNoTests: true,
    coverage: { provider: "v8", include: ["src/**"], reportsDirectory: "coverage" },
  },
});

/** `tidemark/x` in a test means the sources, so that a test never sees a stale build. */
function sourcesOfSubpaths(): { find: RegExp; replacement: string }[] {
  const { name, exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
    name: string;
    exports: Record<string, string | null>;
  };
  return Object.entries(exports)
    .filter((entry): entry is [string, string] => entry[1]?.endsWith(".js") ?? false)
    .map(([subpath, file]) => {
      const source = file.replace("./dist/", "./src/").replace(/\.js$/, ".ts");
      return {
        find: new RegExp(`^${name}${subpath.slice(1)}$`),
        replacement: fileURLToPath(new URL(source, import.meta.url)),
      };
    });
}
