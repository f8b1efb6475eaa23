import fc from "fast-check";
import type { Key } from "../../../panes/key.ts";
import type { EventTime } from "../../../watermark/time.ts";
import type { Mishap } from "../transport.ts";
import type { HostAction, HostElement } from "./action.ts";
import { HostCommand } from "./command.ts";
import type { HostModel, HostSystem } from "./model.ts";

export interface HostCommandOptions {
  /** Keys, at least two. Default `"k"`, `1` and `1n`. */
  readonly keys?: readonly Key[];
  /** Default 16. */
  readonly maxCommands?: number;
  /** The earliest event time. Default -20. */
  readonly earliest?: EventTime;
  /** The latest event time; the watermark goes a little further. Default 60. */
  readonly latest?: EventTime;
}

/**
 * Lists of commands for `fc.asyncProperty` and `playHostCommands`: bundles, clocks that move and
 * timers that are delivered in time, twice or without need, two keys that interleave, commits that
 * fail, crashes and restarts. What a rig cannot do is left out of the run. A list shrinks to fewer
 * commands, and each to fewer elements and no mishap.
 *
 * Throws a `RangeError` if there are fewer than two keys.
 */
export function hostCommands(
  options: HostCommandOptions = {},
): fc.Arbitrary<Iterable<fc.AsyncCommand<HostModel, HostSystem>>> {
  const { maxCommands = 16 } = options;
  return fc.commands<HostModel, HostSystem, false>(
    [hostActions(options).map((action) => new HostCommand(action))],
    { maxCommands, disableReplayLog: true, size: "max" },
  );
}

function hostActions(options: HostCommandOptions): fc.Arbitrary<HostAction> {
  const { keys = ["k", 1, 1n], earliest = -20, latest = 60 } = options;
  if (keys.length < 2) throw new RangeError("Commands need at least two keys.");
  const key = fc.constantFrom(...keys);
  const timestamp = fc.integer({ min: earliest, max: latest });
  const element: fc.Arbitrary<HostElement> = fc.tuple(
    key,
    timestamp,
    fc.constantFrom("a", "b", "c"),
  );
  const watermark = fc.integer({ min: earliest - 5, max: latest + 25 });
  const processingTime = fc.integer({ min: 0, max: 60 });
  return fc.oneof<fc.MaybeWeightedArbitrary<HostAction>[]>(
    { withCrossShrink: true },
    {
      weight: 6,
      arbitrary: withMishap(
        fc.record({ deliver: fc.array(element, { minLength: 1, maxLength: 4 }) }),
      ),
    },
    {
      weight: 6,
      arbitrary: withMishap(
        fc
          .tuple(
            fc.oneof(
              fc.record({ watermark }),
              fc.record({ processingTime }),
              fc.record({ watermark, processingTime }),
            ),
            fc.boolean(),
          )
          .map(([advance, twice]) => ({ advance, ...(twice ? { twice } : {}) })),
      ),
    },
    { weight: 1, arbitrary: fc.record({ wake: key, times: fc.integer({ min: 1, max: 2 }) }) },
    { weight: 2, arbitrary: interleavings(keys, element) },
    { weight: 1, arbitrary: fc.constant<HostAction>({ restart: true }) },
  );
}

/** An element each of two keys. */
function interleavings(
  keys: readonly Key[],
  element: fc.Arbitrary<HostElement>,
): fc.Arbitrary<HostAction> {
  return fc
    .tuple(
      fc.shuffledSubarray([...keys], { minLength: 2, maxLength: 2 }),
      fc.tuple(element, element),
      fc.constantFrom("inOrder" as const, "reversed" as const),
    )
    .map(([pair, elements, commits]) => ({
      interleave: pair.flatMap((key, at): HostElement[] => {
        const [, timestamp, value] = elements[at] ?? elements[0];
        return [[key, timestamp, value]];
      }),
      commits,
    }));
}

function withMishap<A extends object>(
  action: fc.Arbitrary<A>,
): fc.Arbitrary<A & { readonly mishap?: Mishap }> {
  const mishap = fc.oneof<fc.MaybeWeightedArbitrary<Mishap | null>[]>(
    { withCrossShrink: true },
    { weight: 5, arbitrary: fc.constant(null) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Mishap[]>(
        { commitFails: "before" },
        { commitFails: "publishing" },
        "crash",
      ),
    },
  );
  return fc
    .tuple(action, mishap)
    .map(([one, befalls]) => ({ ...one, ...(befalls === null ? {} : { mishap: befalls }) }));
}
