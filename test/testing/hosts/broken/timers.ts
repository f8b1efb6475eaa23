import type { KeyTimers } from "../../../../src/state/index.ts";
import type { HostClocks, HostCommit } from "../../../../src/testing/hosts/index.ts";
import { type Line, LogHost, rigOf } from "../log-host.ts";
import { type BrokenHost, broken } from "./broken-host.ts";

/** How timers are kept and found. */
export const timers: readonly BrokenHost[] = [
  broken(
    "never replaces a timer",
    () => rigOf(withTimers((earlier, wanted) => earlier ?? wanted)),
    "timers replace the earlier ones",
  ),
  broken(
    "keeps a timer that is taken back",
    () =>
      rigOf(
        withTimers((earlier, wanted) => ({
          watermark: wanted.watermark ?? earlier?.watermark ?? null,
          processingTime: wanted.processingTime ?? earlier?.processingTime ?? null,
        })),
      ),
    "a timer that is taken back is gone",
  ),
  broken(
    "keeps timers in 32 bits",
    () =>
      rigOf(
        withTimers((_earlier, { watermark, processingTime }) => ({
          watermark: watermark === null ? null : watermark | 0,
          processingTime: processingTime === null ? null : processingTime | 0,
        })),
      ),
    "timers of any instant come back as they were set",
  ),
  broken(
    "takes a timer at 0 for none",
    () =>
      rigOf(
        withTimers((_earlier, { watermark, processingTime }) => ({
          watermark: watermark || null,
          processingTime: processingTime || null,
        })),
      ),
    "timers of any instant come back as they were set",
  ),
  broken(
    "delivers only timers that are before the clock",
    () =>
      rigOf(
        new (class extends LogHost {
          override isDue(set: KeyTimers, clocks: HostClocks): boolean {
            return super.isDue(set, {
              watermark: clocks.watermark - 1,
              processingTime: clocks.processingTime - 1,
            });
          }
        })(),
      ),
    "the host finds every timer that is due",
  ),
  broken(
    "compares timers as text",
    () =>
      rigOf(
        new (class extends LogHost {
          override isDue({ watermark, processingTime }: KeyTimers, clocks: HostClocks): boolean {
            return (
              (watermark !== null && String(watermark) <= String(clocks.watermark)) ||
              (processingTime !== null && String(processingTime) <= String(clocks.processingTime))
            );
          }
        })(),
      ),
    "the host finds every timer that is due",
  ),
  broken(
    "commits only what has elements or results",
    () =>
      rigOf(
        new (class extends LogHost {
          override commit(commit: HostCommit): void {
            const idle = commit.counters.read === 0 && commit.panes.length === 0;
            if (!idle || commit.state === null) super.commit(commit);
          }
        })(),
      ),
    "a timer delivered early changes nothing but the clock",
  ),
];

/** A host that makes other timers of those that are set. */
function withTimers(
  change: (earlier: KeyTimers | undefined, wanted: KeyTimers) => KeyTimers,
): LogHost {
  return new (class extends LogHost {
    override apply(line: Line): void {
      super.apply({ ...line, timers: change(this.set.get(line.key), line.timers) });
    }
  })();
}
