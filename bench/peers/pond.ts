/** Runs pondjs over a workload with fixed windows, in a process of its own, and sends the report. */
import { createRequire } from "node:module";
import { type Feed, makeFeed } from "../feed.ts";
import { Results } from "../results.ts";
import { checksumOf } from "./file.ts";
import type { PeerReport } from "./peer.ts";
import { workloadNamed } from "./workloads.ts";

/** What is used of pondjs, which has no types of its own. */
interface Pond {
  Stream: new () => { addEvent(event: object): void; stop(): void };
  TimeEvent: new (at: Date, data: object) => object;
  EventOut: object;
  Pipeline(): PondPipeline;
  sum(): unknown;
  keep(): unknown;
}

interface PondPipeline {
  from(source: object): PondPipeline;
  windowBy(size: string): PondPipeline;
  groupBy(field: string): PondPipeline;
  emitOn(trigger: "flush"): PondPipeline;
  aggregate(fields: object): PondPipeline;
  to(sink: object, take: (event: PondEvent) => void): PondPipeline;
}

interface PondEvent {
  begin(): Date;
  end(): Date;
  get(field: string): unknown;
}

const require = createRequire(new URL("packages/package.json", import.meta.url));
const pond = require("pondjs") as Pond;

const [name, elements, warmups, samples] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
];
const feed = makeFeed({ ...workloadNamed(name).feed, elements: Number(elements) });
const events = eventsOf(feed);
const nanos: number[] = [];
let results = "";
for (let round = 0; round < Number(warmups) + Number(samples); round++) {
  const made = new Results();
  const before = process.cpuUsage();
  window(made);
  const { user, system } = process.cpuUsage(before);
  if (round >= Number(warmups)) nanos.push(((user + system) * 1_000) / feed.elements);
  results = made.toString();
}
process.send?.({ checksum: checksumOf(feed), results, nanos, noop: null } satisfies PeerReport);

function eventsOf({ bundles }: Feed): object[] {
  return bundles.flatMap(({ keys, values, timestamps }) =>
    Array.from(
      timestamps,
      (timestamp, at) =>
        new pond.TimeEvent(new Date(timestamp), { key: keys[at], value: values[at] }),
    ),
  );
}

/** Nothing is late, so a flush at the end puts out what watermarks would have. */
function window(results: Results): void {
  const source = new pond.Stream();
  pond
    .Pipeline()
    .from(source)
    .windowBy("1s")
    .groupBy("key")
    .emitOn("flush")
    .aggregate({ sum: { value: pond.sum() }, key: { key: pond.keep() } })
    .to(pond.EventOut, (event) => {
      const [start, end] = [event.begin().getTime(), event.end().getTime()];
      results.pane(event.get("key") as string, start, end, event.get("sum") as number, "onTime", 0);
    });
  for (const event of events) source.addEvent(event);
  source.stop();
}
