import { randomFrom } from "./random.ts";

/** What comes between two watermarks, column by column, and the watermark that follows. */
export interface FeedBundle {
  readonly keys: readonly string[];
  readonly values: readonly number[];
  readonly timestamps: readonly number[];
  readonly watermark: number;
}

/** An input made in advance, so that making it is not part of what is measured. */
export interface Feed {
  readonly elements: number;
  readonly bundles: readonly FeedBundle[];
}

export interface FeedOptions {
  readonly elements: number;
  readonly keys: number;
  /** The mean distance of two elements in event time; the distances are exponential. */
  readonly stepMs: number;
  /** The share of elements that come behind the window's end, within and beyond `lateMs`. */
  readonly late?: { readonly share: number; readonly hopeless: number; readonly lateMs: number };
  /** Values with fractions (multiples of 1/4, so that sums stay exact) instead of small integers. */
  readonly fractions?: boolean;
}

/** A watermark follows every so many elements. */
const BUNDLE = 1_000;
/** The watermark stays this far behind the latest timestamp. */
const BOUND_MS = 5_000;
/** The share of elements that come out of order, by less than the bound. */
const DISORDER = 0.1;
const FROM = Date.UTC(2024, 0, 1);
/** Past every window, in place of the end of time: floors need not know about that. */
const AFTER_ALL_MS = 3_600_000;

/** Makes an input. Equal options make equal inputs. */
export function makeFeed(options: FeedOptions): Feed {
  const { elements } = options;
  const random = randomFrom(20_150_801);
  const names = Array.from(
    { length: options.keys },
    (_, at) => `user-${String(at).padStart(6, "0")}`,
  );
  const bundles: FeedBundle[] = [];
  let now = FROM;
  for (let made = 0; made < elements; ) {
    const keys: string[] = [];
    const values: number[] = [];
    const timestamps: number[] = [];
    for (; timestamps.length < BUNDLE && made < elements; made++) {
      now += -Math.log(1 - random()) * options.stepMs;
      keys.push(names[Math.floor(random() * names.length)] as string);
      const value = Math.floor(random() * 1_000);
      values.push(options.fractions === true ? value + 0.25 : value);
      timestamps.push(Math.floor(now - delay(random, options)));
    }
    const ended = made === elements;
    bundles.push({
      keys,
      values,
      timestamps,
      watermark: Math.floor(now) + (ended ? AFTER_ALL_MS : -BOUND_MS),
    });
  }
  return { elements, bundles };
}

function delay(random: () => number, { late }: FeedOptions): number {
  const kind = random();
  if (late !== undefined) {
    if (kind < late.hopeless) return 10 * late.lateMs;
    if (kind < late.hopeless + late.share) return BOUND_MS + random() * late.lateMs;
  }
  return kind > 1 - DISORDER ? random() * (BOUND_MS - 1) : 0;
}
