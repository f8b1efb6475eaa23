import type { Strategy } from "../../panes/strategy.ts";
import type { WindowFn } from "../../windows/window-fn.ts";
import type { Case } from "../cases/case.ts";
import type { Backend } from "../subject.ts";

/**
 * How to make this library do what another engine does: documented options, and the way in which that
 * engine is fed and tells what it does. What is left, the defects of that engine among it, are the
 * rules of the dialect of the same name.
 */
export interface Profile {
  readonly name: string;
  /** The engine and the version that was looked at. */
  readonly engine: string;
  /** What it does once it is asked to have the defects too: rules that are then not needed, and what no case can say. */
  readonly defects: readonly string[];
  /** What a case may require that has a meaning under this profile alone. Default nothing. */
  readonly requirements?: readonly string[];
  /** Windows that only this engine has, from plain data; null for others. */
  ownWindows?(json: unknown): WindowFn | null;
  /** A strategy as that engine has it, whatever it says of what that engine does not let one choose. */
  strategy(given: AnyStrategy): AnyStrategy;
  /** A case that says by itself what this profile was told beside it. */
  stated(input: Case): Case;
  /** Engines that are given strategies as they are, and then do as that engine. */
  under(backend: Backend): Backend;
}

export type AnyStrategy = Strategy<unknown, unknown>;

/** What a profile can be told that the fields of a strategy do not say. */
export interface ProfileOptions {
  /** Kafka Streams and Spark: how far the watermark is behind the largest timestamp. Default: the allowed lateness. */
  readonly graceMs?: number;
  /** Kafka Streams: what it emits. Default: `final` under the default trigger, `onWindowClose` under `afterWatermark`, else `updates`. */
  readonly emit?: KafkaEmit;
  /** Whether it does what is a defect of that engine, where it can; see `Profile.defects`. Default false: a rule of the dialect names it. */
  readonly defects?: boolean;
}

/** Every change; or what a closed window comes to, by `suppress` or by an `EmitStrategy`. */
export type KafkaEmit = "updates" | "final" | "onWindowClose";
