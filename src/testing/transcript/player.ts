import { strategy } from "../../panes/strategy.ts";
import type { Backend, Subject, Taken } from "../subject.ts";
import type { Profile } from "../profiles/index.ts";
import type { Step, TranscriptCase } from "./case.ts";

export interface PlayOptions {
  /** `each` feeds every element as a bundle of its own. Default `whole`. */
  readonly bundle?: "whole" | "each";
  /** The engine that every case is played as, whatever it says. */
  readonly profile?: Profile;
  /** The names that a case may list under `requires`. Default none. */
  readonly capabilities?: Iterable<string>;
}

/** Why a case cannot be run here, or null. */
export function reasonToSkip(transcript: TranscriptCase, options: PlayOptions): string | null {
  if (transcript.unsupported !== null) return `needs ${transcript.unsupported}`;
  const profile = options.profile ?? transcript.profile;
  const capabilities = new Set([...(options.capabilities ?? []), ...(profile?.requirements ?? [])]);
  const missing = transcript.requires.filter((name) => !capabilities.has(name));
  return missing.length === 0 ? null : `requires ${missing.join(", ")}`;
}

/** A subject with the strategy of a case, which must be one that can be run here. */
export function startSubject(
  transcript: TranscriptCase,
  backend: Backend,
  options: PlayOptions = {},
): Subject {
  if (transcript.strategy === null) throw new Error(`${transcript.name} has no strategy to run.`);
  const profile = options.profile ?? transcript.profile;
  const start = profile === null ? backend : profile.under(backend);
  return start(strategy(transcript.strategy));
}

/**
 * Does what a step tells the engine to do, and yields what came out after each bundle and at the
 * end. A step that only expects something does nothing.
 */
export function play(subject: Subject, step: Step, options: PlayOptions): readonly Taken[] {
  const taken: Taken[] = [];
  switch (step.kind) {
    case "elements": {
      const bundles = options.bundle === "each" ? step.bundle.map((one) => [one]) : [step.bundle];
      for (const bundle of bundles) {
        subject.elements(bundle);
        taken.push(subject.take());
      }
      break;
    }
    case "advance": {
      const { watermark, processingTime } = step;
      subject.advance({
        ...(watermark === undefined ? {} : { watermark }),
        ...(processingTime === undefined ? {} : { processingTime }),
      });
      taken.push(subject.take());
      break;
    }
    case "checkpoint":
      subject.checkpoint();
      taken.push(subject.take());
  }
  return taken;
}
