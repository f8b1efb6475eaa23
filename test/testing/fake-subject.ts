import type { Dropped, Key, Pane } from "../../src/panes/index.ts";
import type { Backend, Subject, SubjectWindow, Taken } from "../../src/testing/index.ts";

/** What a fake puts out at one call, and how it looks from then on. */
export interface Reply {
  readonly panes?: readonly Partial<Pane<Key, unknown>>[];
  readonly dropped?: readonly Dropped<Key, unknown>[];
  readonly hold?: number | null;
  readonly outputWatermark?: number;
  readonly windows?: readonly SubjectWindow[];
  readonly isEmpty?: boolean;
  readonly throws?: Error;
}

export const somePane: Pane<Key, unknown> = {
  key: "k",
  window: { start: 0, end: 10 },
  value: [1, 2],
  timestamp: 9,
  timing: "onTime",
  index: 0,
  onTimeIndex: 0,
  isFirst: true,
  isLast: false,
  retraction: false,
  replaces: [],
};

/** A backend that answers one call after the other from a list, and keeps the calls it was given. */
export function fakeBackend(replies: readonly Reply[]): { backend: Backend; calls: unknown[] } {
  const calls: unknown[] = [];
  const rest = [...replies];
  return { calls, backend: () => new FakeSubject(rest, calls) };
}

class FakeSubject implements Subject {
  private readonly replies: Reply[];
  private readonly calls: unknown[];
  private state: Reply = {};
  private out: Reply = {};

  constructor(replies: Reply[], calls: unknown[]) {
    this.replies = replies;
    this.calls = calls;
  }

  elements(bundle: Parameters<Subject["elements"]>[0]): void {
    this.reply({ elements: bundle });
  }

  advance(to: Parameters<Subject["advance"]>[0]): void {
    this.reply({ advance: to });
  }

  checkpoint(): void {
    this.reply("checkpoint");
  }

  take(): Taken {
    const { panes = [], dropped = [] } = this.out;
    this.out = {};
    return { panes: panes.map((pane) => ({ ...somePane, ...pane })), dropped };
  }

  get outputWatermark(): number {
    return this.state.outputWatermark ?? 0;
  }

  earliestHold(_key?: unknown): number | null {
    return this.state.hold ?? null;
  }

  windows(): readonly SubjectWindow[] {
    return this.state.windows ?? [];
  }

  isEmpty(): boolean {
    return this.state.isEmpty ?? false;
  }

  private reply(call: unknown): void {
    this.calls.push(call);
    this.out = this.replies.shift() ?? {};
    this.state = { ...this.state, ...this.out };
    if (this.out.throws !== undefined) throw this.out.throws;
  }
}
