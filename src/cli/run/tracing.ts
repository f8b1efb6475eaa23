import { TidemarkError } from "../../errors.ts";
import { parseInstant } from "../../text/instant.ts";
import { type EventTime, formatInstant } from "../../watermark/time.ts";
import { isAbout, storyLine } from "../../why/story.ts";
import { type TraceEvent, traceLine } from "../../why/trace-event.ts";
import { AtomicFile } from "../atomic-file.ts";
import { BadInput } from "../bad-input.ts";
import { keyOfTexts } from "../output/index.ts";

/** The windows of one key that hold an instant. */
export interface WhyOf {
  readonly text: string;
  readonly key: string;
  readonly at: EventTime;
}

/** Reads `KEY@TIME`; of several key columns the values, separated by commas. */
export function readWhy(text: string, columns: number): WhyOf {
  const place = text.lastIndexOf("@");
  const time = text.slice(place + 1);
  const at = /^-?\d+$/.test(time) ? Number(time) : instantOf(time);
  const texts = columns === 0 ? [] : text.slice(0, Math.max(place, 0)).split(",");
  if (place >= 0 && at !== null && texts.length === columns)
    return { text, key: keyOfTexts(texts), at };
  throw new BadInput(
    `--why is ${JSON.stringify(text)}`,
    `write KEY@TIME${columns === 1 ? "" : `, with ${columns} values separated by commas as KEY`}, such as @2026-03-01T12:00:00Z`,
  );
}

function instantOf(text: string): number | null {
  try {
    return parseInstant(text);
  } catch (error) {
    if (error instanceof TidemarkError) return null;
    throw error;
  }
}

/** More lines than this say nothing to anybody. */
const mostLines = 200;

/** What a run is asked to tell of itself: everything, to a file, and the story of some windows. */
export class Tracing {
  private readonly file: AtomicFile | null;
  private readonly why: WhyOf | null;
  private readonly lines: string[] = [];
  private left = 0;

  constructor(file: string | null, why: WhyOf | null) {
    this.file = file === null ? null : new AtomicFile(file);
    this.why = why;
  }

  onEvent(event: TraceEvent): void {
    this.file?.write(`${traceLine(event)}\n`);
    if (this.why === null || !isAbout(event, this.why.key, this.why.at)) return;
    const line = storyLine(event);
    if (line === null) return;
    if (this.lines.length < mostLines) this.lines.push(line);
    else this.left += 1;
  }

  /** The story, or nothing if none was asked for. */
  text(): string {
    const { why, lines, left } = this;
    if (why === null) return "";
    const head = `\nWhy ${why.text}: the windows that hold ${formatInstant(why.at)}\n`;
    if (lines.length === 0) return `${head}  no row got into one, and none was dropped from one\n`;
    const more = left === 0 ? "" : `  and ${left} more\n`;
    return `${head}${lines.map((line) => `  ${line}\n`).join("")}${more}`;
  }

  complete(): void {
    this.file?.complete();
  }

  abandon(): void {
    this.file?.abandon();
  }
}
