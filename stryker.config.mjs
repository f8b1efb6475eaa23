/**
 * Mutation testing of one folder of `src/`, named by TIDEMARK_MUTATE (`scripts/mutation.mjs` sets
 * it). A mutant that only runs while modules load is left out: it would need a process of its own.
 */
const folder = process.env.TIDEMARK_MUTATE ?? "windows";
/** The laws alone are not meant to find everything: the score is a figure, not a demand. */
const lawsOnly = process.env.TIDEMARK_LAWS_ONLY !== undefined;
const report = lawsOnly ? `${folder}-laws` : folder;

export default {
  plugins: ["@stryker-mutator/vitest-runner"],
  testRunner: "vitest",
  vitest: { configFile: "vitest.config.ts", related: false },
  mutate: [`src/${folder}/**/*.ts`],
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 3_000,
  incremental: true,
  incrementalFile: `.cache/mutation/${report}.json`,
  thresholds: { high: 95, low: 85, break: lawsOnly ? null : 85 },
  reporters: ["clear-text", "html", "json", ...(process.stdout.isTTY ? ["progress"] : [])],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: `reports/mutation/${report}.html` },
  jsonReporter: { fileName: `reports/mutation/${report}.json` },
  ignorePatterns: ["dist", "api", "bench", "docs", "conformance", "coverage", "reports"],
  warnings: { slow: false },
};
