import type { FeedBundle } from "../feed.ts";
import type { Results } from "../results.ts";

class Session {
  readonly key: string;
  start: number;
  end: number;
  sum: number;
  /** The end for which this session is queued; it may have grown since. */
  due: number;
  dead = false;

  constructor(key: string, start: number, end: number, sum: number) {
    this.key = key;
    this.start = start;
    this.end = end;
    this.sum = sum;
    this.due = end;
  }
}

/** Sessions by hand: each key has a short sorted list, and a session one timer, put right when it rings. */
export class SessionsFloor {
  private readonly keys: Map<string, Session[]> = new Map();
  private readonly queue: Session[] = [];
  private readonly gapMs: number;
  private readonly results: Results;
  private watermark = Number.NEGATIVE_INFINITY;

  constructor(gapMs: number, results: Results) {
    this.gapMs = gapMs;
    this.results = results;
  }

  take({ keys, values, timestamps, watermark }: FeedBundle): void {
    for (let at = 0; at < timestamps.length; at++) {
      this.add(keys[at] as string, values[at] as number, timestamps[at] as number);
    }
    if (watermark !== null) this.advance(watermark);
  }

  private add(key: string, value: number, timestamp: number): void {
    const end = timestamp + this.gapMs;
    if (end <= this.watermark) {
      this.results.dropped += 1;
      return;
    }
    const list = this.keys.get(key);
    if (list === undefined) {
      const session = new Session(key, timestamp, end, value);
      this.keys.set(key, [session]);
      this.push(session);
      return;
    }
    const newest = list[list.length - 1] as Session;
    if (timestamp >= newest.start && timestamp < newest.end) {
      newest.sum += value;
      if (end > newest.end) newest.end = end;
      return;
    }
    this.insert(list, key, value, timestamp, end);
  }

  /** A new, an older or a bridging element. */
  private insert(list: Session[], key: string, value: number, start: number, end: number): void {
    let to = list.length;
    while (to > 0 && (list[to - 1] as Session).start >= end) to--;
    let from = to;
    while (from > 0 && (list[from - 1] as Session).end > start) from--;
    if (from === to) {
      const session = new Session(key, start, end, value);
      list.splice(from, 0, session);
      this.push(session);
      return;
    }
    const first = list[from] as Session;
    const last = list[to - 1] as Session;
    first.sum += value;
    first.start = Math.min(first.start, start);
    first.end = Math.max(last.end, end);
    for (let at = from + 1; at < to; at++) {
      const other = list[at] as Session;
      first.sum += other.sum;
      other.dead = true;
    }
    list.splice(from + 1, to - from - 1);
  }

  private advance(watermark: number): void {
    this.watermark = watermark;
    for (;;) {
      const top = this.queue[0];
      if (top === undefined || top.due > watermark) return;
      if (!top.dead && top.end > top.due) {
        top.due = top.end;
        this.sink(top);
        continue;
      }
      const last = this.queue.pop() as Session;
      if (this.queue.length > 0) this.sink(last);
      if (!top.dead) this.fire(top);
    }
  }

  private fire(session: Session): void {
    this.results.pane(session.key, session.start, session.end, session.sum, "onTime", 0);
    const list = this.keys.get(session.key) as Session[];
    if (list.length === 1) this.keys.delete(session.key);
    else list.splice(list.indexOf(session), 1);
  }

  private push(session: Session): void {
    const { queue } = this;
    let at = queue.push(session) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = queue[parent] as Session;
      if (above.due <= session.due) break;
      queue[at] = above;
      at = parent;
    }
    queue[at] = session;
  }

  private sink(session: Session): void {
    const { queue } = this;
    const { length } = queue;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      if (child + 1 < length && (queue[child + 1] as Session).due < (queue[child] as Session).due)
        child++;
      const below = queue[child] as Session;
      if (below.due >= session.due) break;
      queue[at] = below;
      at = child;
    }
    queue[at] = session;
  }
}
