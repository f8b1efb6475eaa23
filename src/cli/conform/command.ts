import { conform } from "../../testing/conform/conform.ts";
import { isFailure } from "../../testing/conform/judge.ts";
import type { DialectRule } from "../../testing/conform/rule.ts";
import { helpOfOptions } from "../help.ts";
import type { ExitCode, Io } from "../io.ts";
import { parseOptions } from "../options.ts";
import { type Corpus, readCorpus } from "./corpus.ts";
import { rulesOf } from "./dialect.ts";
import { failuresText } from "./failure-text.ts";
import { conformOptionGroups, conformOptions } from "./option-table.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { EngineProcess } from "./process/engine-process.ts";
import { CaseBar } from "./progress.ts";
import { randomCases } from "./random-cases.ts";
import { replay } from "./replay.ts";
import { type ConformSettings, readSettings } from "./settings.ts";
import { speedText, summaryText } from "./summary.ts";
import { ReportFiles } from "./write-files.ts";

const intro = `tidemark conform --engine COMMAND [options]

Holds an engine in any language to the model: asks it cases by the conformance protocol, compares
what it makes of every step with what this library does, and makes failures minimal.

`;

const outro = `
The exit code is 0 if something was compared and all went well, 1 if something failed, 2 for bad
input and for an engine that cannot be started. docs/conformance-protocol.md tells the protocol.
`;

/** `tidemark conform`. Throws `BadInput`, for an engine that cannot be started too. */
export async function conformCommand(args: readonly string[], io: Io): Promise<ExitCode> {
  const given = parseOptions(args, conformOptions, "tidemark conform");
  if (given.has("help")) {
    io.stdout.write(`${intro}${helpOfOptions(conformOptionGroups)}${outro}`);
    return 0;
  }
  const settings = readSettings(given);
  const rules = await rulesOf(settings.dialect);
  const corpus =
    settings.corpus.length === 0 ? null : await readCorpus(settings.corpus, settings.profile);
  const files = new ReportFiles(settings);
  try {
    const engine = await EngineProcess.start(settings);
    try {
      if (settings.only !== null) return await runOne(engine, settings.only, settings, rules, io);
      const outcome = await runAll(engine, settings, rules, corpus);
      files.complete(outcome);
      io.stdout.write(failuresText(outcome));
      io.stderr.write(`tidemark conform: ${speedText(outcome)}`);
      io.stdout.write(summaryText(outcome));
      return outcome.failed === 0 && outcome.passed > 0 ? 0 : 1;
    } finally {
      await engine.close();
    }
  } finally {
    files.abandon();
  }
}

async function runAll(
  engine: EngineProcess,
  settings: ConformSettings,
  rules: readonly DialectRule[],
  corpus: Corpus | null,
): Promise<Outcome> {
  const { seed, cases: count, shrinks, maxFailures } = settings;
  const cases = corpus?.cases ?? randomCases(engine.capabilities, seed, 0, count);
  const bar = await CaseBar.start(corpus?.cases.length ?? count);
  const started = performance.now();
  try {
    const report = await conform(engine, {
      cases,
      rules,
      profile: settings.profile,
      shrinks,
      ...(maxFailures === null ? {} : { maxFailures }),
      onProgress: (counts) => bar?.update(counts),
    });
    const elapsedMs = performance.now() - started;
    await engine.close();
    return outcomeOf({
      settings,
      report,
      rules,
      capabilities: engine.capabilities,
      strays: engine.strays,
      skipped: corpus?.skipped ?? new Map(),
      asked: engine.asked,
      elapsedMs,
    });
  } finally {
    bar?.stop();
  }
}

/** One case alone, shown in full. */
async function runOne(
  engine: EngineProcess,
  number: number,
  { seed, profile }: ConformSettings,
  rules: readonly DialectRule[],
  io: Io,
): Promise<ExitCode> {
  const [only] = randomCases(engine.capabilities, seed, number, number + 1);
  if (only === undefined) throw new Error(`There is no case ${number}.`);
  const { text, verdict } = await replay(engine, only, rules, profile);
  io.stdout.write(text);
  return isFailure(verdict) || verdict.outcome === "unsupported" ? 1 : 0;
}
