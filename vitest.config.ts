import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/**
 * What the environment may say:
 * - TIDEMARK_RUNS: random cases per law (fast-check's numRuns); each law has its own default.
 * - TIDEMARK_SEED: fast-check's seed, so that a failure can be run again.
 * - TIDEMARK_SUITE: `fast` leaves out the slow tests (`*.slow.test.ts`); `mutation` also what
 *   starts processes or looks at the house instead of the engine, and the exhaustive scripts,
 *   whose every test reaches every line and takes a second once it is instrumented.
 */
const suite = process.env["TIDEMARK_SUITE"] ?? "all";
const slow = ["test/**/*.slow.test.ts"];
const outside = [
  "test/package/**",
  "test/cli/**",
  "test/docs/**",
  "test/bench/**",
  "test/laws/exhaustive*",
];

export default defineConfig({
  resolve: { alias: sourcesOfSubpaths() },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: { all: [], fast: slow, mutation: [...slow, ...outside] }[suite] ?? [],
    typecheck: {
      enabled: suite !== "mutation",
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
