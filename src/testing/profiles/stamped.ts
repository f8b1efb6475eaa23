import { combiner } from "../../combine/custom.ts";
import type { Combiner } from "../../combine/combine-fn.ts";
import { max } from "../../combine/extreme.ts";
import { tuple } from "../../combine/tuple.ts";
import type { Pane } from "../../panes/pane.ts";
import type { Key } from "../../panes/key.ts";

/** A value that knows when it was. */
export interface Stamped {
  readonly value: unknown;
  readonly timestamp: number;
}

/** What a combiner makes of the values, beside the largest timestamp of all that a pane shows. */
export function stamped(
  combine: Combiner<unknown, unknown>,
): Combiner<unknown, { readonly value: unknown; readonly timestamp: number | null }> {
  return tuple({
    value: of(combine, ({ value }) => value),
    timestamp: of(max(), ({ timestamp }) => timestamp),
  });
}

/** A pane of a stamped combiner as one of the combiner inside, with that timestamp. */
export function unstamped(pane: Pane<Key, unknown>): Pane<Key, unknown> {
  const { value, timestamp } = pane.value as Stamped;
  return { ...pane, value, timestamp };
}

function of<R>(
  combine: Combiner<never, R>,
  part: (stamped: Stamped) => unknown,
): Combiner<unknown, R> {
  const inner = combine as Combiner<unknown, R>;
  const { name, version, codec } = inner;
  return combiner<unknown, unknown, R>({
    name,
    version,
    create: () => inner.create() as unknown,
    add: (accumulator, given) => inner.add(accumulator, part(given as Stamped)) as unknown,
    merge: (a, b) => inner.merge(a, b) as unknown,
    extract: (accumulator) => inner.extract(accumulator),
    check: (given) => inner.check?.(part(given as Stamped)),
    ...(codec === undefined ? {} : { codec }),
  });
}
