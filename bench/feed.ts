import { randomFrom } from "./random.ts";

export type BenchKey = string | number;

/** One batch, column by column, and the watermark that follows it, or null. */
export interface FeedBundle {
  readonly keys: ArrayLike<BenchKey>;
  readonly values: ArrayLike<number>;
  readonly timestamps: ArrayLike<number>;
  readonly watermark: number | null;
  /** The same keys as places in a dictionary that all bundles share. */
  readonly codes: Int32Array;
  readonly dictionary: readonly BenchKey[];
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
  /** All timestamps are multiples of this. Default 1. */
  readonly grainMs?: number;
  /** Equal distances in place of exponential ones. Default false. */
  readonly regular?: boolean;
  /** Keys drawn at random, by a Zipf law with this exponent, or one after the other. */
  readonly choose?: "uniform" | "inTurn" | { readonly zipf: number };
  /** Keys are small integers and all columns typed arrays. Default: strings in plain arrays. */
  readonly integers?: boolean;
  /** The share of elements that come out of order, by less than the bound. Default 0.1. */
  readonly disorder?: number;
  /** The watermark stays this far behind the latest timestamp. Default 5 s. */
  readonly boundMs?: number;
  /** The share of elements that come behind the window's end, within and beyond `lateMs`. */
  readonly late?: { readonly share: number; readonly hopeless: number; readonly lateMs: number };
  /** Values with fractions (multiples of 1/4, so that sums stay exact) instead of small integers. */
  readonly fractions?: boolean;
  /** How many elements are in a bundle. Default 1 000. */
  readonly batch?: number;
  /** A watermark follows every so many elements, a multiple of `batch`. Default 1 000. */
  readonly watermarkEvery?: number;
  /** The watermark moves only every so many elements; in between it is told again. */
  readonly watermarkMovesEvery?: number;
  /** The last watermark is past every window. Default true. */
  readonly ends?: boolean;
  /** How far past the latest timestamp that is. Default an hour. */
  readonly afterAllMs?: number;
}

const defaults = {
  grainMs: 1,
  regular: false,
  choose: "uniform",
  integers: false,
  disorder: 0.1,
  boundMs: 5_000,
  late: { share: 0, hopeless: 0, lateMs: 0 },
  fractions: false,
  batch: 1_000,
  watermarkEvery: 1_000,
  watermarkMovesEvery: 1,
  ends: true,
  // In place of the end of time: floors need not know about that.
  afterAllMs: 3_600_000,
} as const;

type Settings = Required<FeedOptions>;

const FROM = Date.UTC(2024, 0, 1);

/** Makes an input. Equal options make equal inputs. */
export function makeFeed(options: FeedOptions): Feed {
  const settings: Settings = { ...defaults, ...options };
  const { elements, batch, watermarkEvery, watermarkMovesEvery, stepMs, grainMs } = settings;
  const random = randomFrom(20_150_801);
  const nextCode = chooser(settings, random);
  const dictionary = dictionaryOf(settings);
  const bundles: FeedBundle[] = [];
  let now = FROM;
  let watermark = FROM - settings.boundMs;
  let moved = 0;
  for (let made = 0; made < elements; ) {
    const codes: number[] = [];
    const values: number[] = [];
    const timestamps: number[] = [];
    for (; timestamps.length < batch && made < elements; made++) {
      now += settings.regular ? stepMs : -Math.log(1 - random()) * stepMs;
      codes.push(nextCode(made));
      values.push(Math.floor(random() * 1_000) + (settings.fractions ? 0.25 : 0));
      const at = now - delay(random, settings);
      timestamps.push(Math.floor(at / grainMs) * grainMs);
    }
    if (made - moved >= watermarkMovesEvery) {
      watermark = Math.floor(now) - settings.boundMs;
      moved = made;
    }
    const ended = made === elements && settings.ends;
    const told = made % watermarkEvery === 0 ? watermark : null;
    const end = ended ? Math.floor(now) + settings.boundMs + settings.afterAllMs : told;
    const keys = codes.map((code) => dictionary[code] as BenchKey);
    bundles.push({
      ...columns(settings, keys, values, timestamps),
      watermark: end,
      codes: Int32Array.from(codes),
      dictionary,
    });
  }
  return { elements, bundles };
}

function columns(
  { integers }: Settings,
  keys: BenchKey[],
  values: number[],
  timestamps: number[],
): Pick<FeedBundle, "keys" | "values" | "timestamps"> {
  if (!integers) return { keys, values, timestamps };
  return {
    keys: Int32Array.from(keys as number[]),
    values: Float64Array.from(values),
    timestamps: Float64Array.from(timestamps),
  };
}

function dictionaryOf({ keys, integers }: Settings): readonly BenchKey[] {
  return Array.from({ length: keys }, (_, at) =>
    integers ? at : `user-${String(at).padStart(6, "0")}`,
  );
}

function chooser({ keys, choose }: Settings, random: () => number): (made: number) => number {
  if (choose === "inTurn") return (made) => made % keys;
  if (choose === "uniform") return () => Math.floor(random() * keys);
  const sums: number[] = [];
  for (let rank = 1; rank <= keys; rank++) sums.push((sums.at(-1) ?? 0) + rank ** -choose.zipf);
  return () => firstAbove(sums, random() * (sums.at(-1) as number));
}

function firstAbove(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function delay(random: () => number, { late, disorder, boundMs }: Settings): number {
  const kind = random();
  if (kind < late.hopeless) return 10 * late.lateMs;
  if (kind < late.hopeless + late.share) return boundMs + random() * late.lateMs;
  return kind > 1 - disorder ? random() * (boundMs - 1) : 0;
}
