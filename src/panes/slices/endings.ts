import type { Core } from "../core.ts";
import type { Key } from "../key.ts";
import type { PaneRun } from "../output.ts";
import { type SlicedRow, sightsOf } from "./sight.ts";
import type { Track } from "./slice.ts";
import type { Stacks } from "./stacks.ts";

/** What a window of slices says at its end and at its expiry. */
export class Endings<K extends Key, T, R> {
  private readonly core: Core<K, T, R>;
  private readonly stacks: Stacks<K>;
  /** Whether all of a window that has fired must have cells: it will be asked again, or has emitted what may be taken back. */
  private readonly keepsCells: boolean;
  /** How many cells have been made to be kept. */
  cells = 0;

  constructor(core: Core<K, T, R>, stacks: Stacks<K>, keepsCells: boolean) {
    this.core = core;
    this.stacks = stacks;
    this.keepsCells = keepsCells;
  }

  /** The end of a window: all keys that slices know of are due, or none, as nothing tells them apart. */
  fire(row: SlicedRow<K, R>): void {
    const { core, stacks } = this;
    core.lookAt(row);
    const isDue = core.trigger.root.isDue(core.trigger.blank, core.now);
    if (isDue) stacks.moveTo(row);
    if (row.cells.size === 0) {
      const { tracks, orders, size } = row.seen;
      let run: PaneRun<K, R> | null = null;
      for (let at = 0; at < (isDue ? size : 0); at++)
        run = this.fireSeen(row, tracks[at] as Track<K>, orders[at] as number, run);
      return;
    }
    let run: PaneRun<K, R> | null = null;
    for (const sight of sightsOf(row)) {
      const { cell, order } = sight;
      if (cell === null) {
        if (isDue) run = this.fireSeen(row, sight.track, order, run);
      } else if (!cell.closed && cell.step !== core.step) {
        core.ask(row, sight.key, cell);
        run = null;
      }
    }
  }

  /** Only the first of a run goes the whole way: nothing but key and contents tells the others apart. */
  private fireSeen(
    row: SlicedRow<K, R>,
    track: Track<K>,
    order: number,
    run: PaneRun<K, R> | null,
  ): PaneRun<K, R> | null {
    const { core, keepsCells } = this;
    const contents = this.stacks.contentsOf(track, keepsCells);
    if (run !== null) {
      core.goOn(run, track.key, contents);
      return run;
    }
    const cell = core.makeCell(order);
    cell.accumulator = contents;
    cell.fresh = 1;
    core.ask(row, track.key, cell);
    row.fired = cell;
    if (!keepsCells) return core.beginRun(row.seen.size);
    row.put(track.key, cell);
    this.cells += 1;
    return null;
  }

  /** The expiry of a window. What has fired at its end, and has nothing new, has no more to say. */
  expire(row: SlicedRow<K, R>): void {
    const { core, stacks } = this;
    const isPending = row.fired === null && row.seen.size > 0;
    if (isPending) stacks.moveTo(row);
    if (row.cells.size === 0) {
      const { tracks, size } = row.seen;
      let run: PaneRun<K, R> | null = null;
      for (let at = 0; at < (isPending ? size : 0); at++)
        run = this.expireSeen(row, tracks[at] as Track<K>, run);
    } else if (!isPending && row.inOrder) {
      for (const [key, cell] of row.cells) core.expire(row, key, cell);
    } else {
      let run: PaneRun<K, R> | null = null;
      for (const sight of sightsOf(row)) {
        if (sight.cell !== null) {
          core.expire(row, sight.key, sight.cell);
          run = null;
        } else if (isPending) run = this.expireSeen(row, sight.track, run);
      }
    }
  }

  private expireSeen(
    row: SlicedRow<K, R>,
    track: Track<K>,
    run: PaneRun<K, R> | null,
  ): PaneRun<K, R> {
    const { core } = this;
    const contents = this.stacks.contentsOf(track, false);
    if (run !== null) {
      core.goOn(run, track.key, contents);
      return run;
    }
    const cell = core.makeCell(-1);
    cell.accumulator = contents;
    cell.fresh = 1;
    core.expire(row, track.key, cell);
    return core.beginRun(row.seen.size);
  }
}
