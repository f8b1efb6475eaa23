import { dialects } from "../../testing/conform/dialects/index.ts";
import { profileNames } from "../../testing/profiles/index.ts";
import type { Arguments, OptionSpec } from "../options.ts";

type OptionName =
  | "engine"
  | "jobs"
  | "timeout"
  | "start-timeout"
  | "cases"
  | "seed"
  | "case"
  | "corpus"
  | "profile"
  | "defects"
  | "dialect"
  | "require-rules"
  | "shrinks"
  | "max-failures"
  | "junit"
  | "json"
  | "write"
  | "help";

/** All options of `tidemark conform` in one table. */
export type ConformOptionTable = { readonly [Name in OptionName]: OptionSpec };
/** A command line of `tidemark conform`. */
export type ConformArguments = Arguments<ConformOptionTable>;

type Group = { readonly [Name in OptionName]?: OptionSpec };

/** The options of `tidemark conform` by group, in the order in which the help shows them. */
export const conformOptionGroups: Readonly<Record<string, Group>> = {
  "The engine": {
    engine: { value: "COMMAND", help: "what starts it, as a shell command; required" },
    jobs: { value: "N", help: "processes of it side by side; default 1" },
    timeout: { value: "DURATION", help: "how long one case may take; default 10s" },
    "start-timeout": { value: "DURATION", help: "how long its start may take; default 60s" },
  },
  "What it is asked": {
    cases: { value: "N", help: "how many random cases within its capabilities; default 1000" },
    seed: { value: "N", help: "what the cases are drawn from; default 1" },
    case: { value: "N", help: "only the case of this number, shown in full" },
    corpus: {
      value: "DIR|FILE…",
      repeats: true,
      help: "the scripts of transcripts in place of random cases",
    },
  },
  "What is known of it": {
    profile: {
      value: "NAME",
      choices: profileNames,
      help: `hold it to what the model does by its options: ${profileNames.join(", ")}`,
    },
    defects: { help: "with --profile: the defects of that engine too, where they can be had" },
    dialect: {
      value: "NAME|FILE.mjs",
      help: `rules for what it does otherwise: ${[...Object.keys(dialects), "a module that exports rules"].join(", ")}`,
    },
    "require-rules": { help: "a rule that no case needed fails the run" },
  },
  "What is told": {
    shrinks: { value: "N", help: "how many failures are made minimal; default 5" },
    "max-failures": { value: "N", help: "stop once so many cases have failed" },
    junit: { value: "FILE", help: "a report as JUnit XML" },
    json: { value: "FILE", help: "a report as JSON" },
    write: { value: "DIR", help: "where the minimal cases go as transcripts" },
  },
  Other: { help: { help: "this text" } },
};

export const conformOptions: ConformOptionTable = Object.assign(
  {},
  ...Object.values(conformOptionGroups),
) as ConformOptionTable;
