/** Prints "passed failed" of a report: one of this project's, or Vitest's JSON. */
import { readJson } from "./lib/project.mjs";

const { passed, failed, numPassedTests, numFailedTests, numFailedTestSuites, success } = readJson(
  process.argv[2],
);
if (success === undefined) console.log(passed, failed);
else console.log(numPassedTests, success ? 0 : Math.max(numFailedTests, numFailedTestSuites, 1));
