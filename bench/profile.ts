/**
 * Where time and memory of one cell's engine go: writes `bench/results/profiles/NAME.cpuprofile`
 * (open it in a browser's developer tools) and prints the functions and objects that cost most.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { fileURLToPath } from "node:url";
import { cellNamed } from "./cells/index.ts";
import { beforeTheEnd, type Contestant, type Subject } from "./contestant.ts";
import { type Feed, makeFeed } from "./feed.ts";
import { costliest, type CpuProfile } from "./profile/functions.ts";
import { heaviest } from "./profile/objects.ts";
import { table } from "./table.ts";

const WARM_MS = 1_000;
const PROFILED_MS = 3_000;

const [name] = process.argv.slice(2) as [string];
const cell = cellNamed(name);
const contestants = cell.contestants(null);
const contestant = (contestants.find((one) => one.name === "engine") ??
  contestants.at(-1)) as Contestant;
const feed = makeFeed(cell.feed);

await runFor(contestant, feed, WARM_MS);
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.setSamplingInterval", { interval: 200 });
await session.post("Profiler.start");
const runs = await runFor(contestant, feed, PROFILED_MS);
const { profile } = (await session.post("Profiler.stop")) as { profile: CpuProfile };
session.disconnect();

const file = fileURLToPath(new URL(`results/profiles/${name}.cpuprofile`, import.meta.url));
mkdirSync(fileURLToPath(new URL("results/profiles/", import.meta.url)), { recursive: true });
writeFileSync(file, JSON.stringify(profile));
console.log(`${name}, ${contestant.name}: ${runs} runs of ${feed.elements} elements; ${file}\n`);
const functions = costliest(profile, runs * feed.elements).map(({ name, at, share, nanos }) => [
  `\`${name}\` ${at}`,
  `${(100 * share).toFixed(1)} %`,
  nanos.toFixed(1),
]);
console.log(table(["function, by itself", "share", "ns per element"], functions));

const subject = await loadedSubject(contestant, feed);
const objects = (await heaviest()).map(({ name, count, bytes }) => [
  `\`${name}\``,
  `${count}`,
  (bytes / 1_024).toFixed(0),
]);
console.log(`\nThe heap with all elements in, before the last watermark${planOf(subject)}:\n`);
console.log(table(["objects of", "count", "KiB"], objects));

async function runFor(contestant: Contestant, feed: Feed, leastMs: number): Promise<number> {
  const started = performance.now();
  let runs = 0;
  for (; performance.now() - started < leastMs; runs++) {
    const attempt = contestant.prepare(feed);
    await attempt.run();
    await attempt.finish?.();
  }
  return runs;
}

/** The contestant's subject while it still has all that waits for the end. */
async function loadedSubject(contestant: Contestant, feed: Feed): Promise<Subject> {
  const { live } = beforeTheEnd(feed);
  const attempt = contestant.prepare({ elements: feed.elements, bundles: live });
  await attempt.run();
  return attempt.subject;
}

function planOf({ plan }: Subject): string {
  return plan === undefined ? "" : `, plan ${plan}`;
}
