import type { Case } from "../../../testing/cases/case.ts";
import type { Answer, EngineUnderTest } from "../../../testing/conform/answer.ts";
import { beyond } from "../../../testing/conform/beyond.ts";
import type { Capabilities } from "../../../testing/conform/capabilities.ts";
import { BadInput } from "../../bad-input.ts";
import type { Fault, Job } from "./job.ts";
import { afterAnswer, type Fed, Session, type SessionOptions } from "./session.ts";

type Faulty = Exclude<Fed, { readonly fault: null }>;

export interface EngineProcessOptions {
  /** What `sh -c` runs. */
  readonly command: string;
  /** How many processes answer side by side. Default 1. */
  readonly jobs?: number;
  /** How long a case may take, from when it is the oldest that a process has. Default 10 s. */
  readonly timeoutMs?: number;
  /** How long a process may take until its hello. Default 60 s. */
  readonly startTimeoutMs?: number;
}

/** How many cases a process has at once at most. */
const windowLength = 64;
/** How often a process is started before the run is given up. */
const attempts = 3;
/** An engine that has failed so often and never answered is not asked again. */
const faultsWithoutAnswer = 5;

/**
 * An engine in other processes, asked by the conformance protocol. A process that ends, is silent
 * for too long or writes nonsense is replaced; the cases that it had are then asked one at a time,
 * so that the fault is put down to the one that brings it about.
 */
export class EngineProcess implements EngineUnderTest {
  readonly name: string;
  readonly version: string | null;
  readonly capabilities: Capabilities;
  /** What was wrong and belongs to no case, each thing once. */
  readonly strays: readonly string[];
  /** How many cases it has been asked. */
  asked = 0;
  private readonly options: SessionOptions;
  private readonly sessions: (Session | null)[];
  private readonly starting = new Set<Promise<Session>>();
  private isClosed = false;
  private hasAnswered = false;
  private faults = 0;
  private givenUp: Fault | null = null;

  /** Starts the first process. Throws `BadInput` if it does not say hello as it should. */
  static async start(given: EngineProcessOptions): Promise<EngineProcess> {
    const { command, jobs = 1, timeoutMs = 10_000, startTimeoutMs = 60_000 } = given;
    const strays: string[] = [];
    const onStray = (what: string): void => {
      const [headline = ""] = what.split("\n");
      if (!strays.some((known) => known.split("\n")[0] === headline)) strays.push(what);
    };
    const options = { command, timeoutMs, startTimeoutMs, onStray };
    return new EngineProcess(options, jobs, await Session.start(options), strays);
  }

  private constructor(
    options: SessionOptions,
    jobs: number,
    first: Session,
    strays: readonly string[],
  ) {
    this.options = options;
    this.strays = strays;
    this.sessions = [first, ...Array.from({ length: jobs - 1 }, () => null)];
    const { engine, version, capabilities } = first.hello;
    this.name = engine;
    this.version = version ?? null;
    this.capabilities = capabilities;
  }

  async answer(cases: readonly Case[]): Promise<readonly Answer[]> {
    const answers = cases.map((input): Answer | null => {
      const reason = beyond(this.capabilities, input);
      if (reason === null) return null;
      return { kind: "unsupported", reason: `beyond its capabilities: ${reason}` };
    });
    const settle = (at: number, answer: Answer): void => {
      this.hasAnswered ||= !isFault(answer);
      answers[at] = answer;
    };
    const jobs: Job[] = [];
    for (const [at, input] of cases.entries()) {
      if (answers[at] === null) jobs.push({ input, settle: (answer) => settle(at, answer) });
    }
    this.asked += jobs.length;
    const window = Math.min(windowLength, Math.ceil(jobs.length / this.sessions.length));
    const queue = jobs.values();
    await Promise.all(this.sessions.map((_, seat) => this.work(seat, queue, window)));
    for (const session of this.sessions) session?.forget();
    return answers.map((answer) => answer ?? (this.givenUp as Fault));
  }

  /** Ends all processes, those that are being started too. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.allSettled(this.starting);
    await Promise.all(this.sessions.map(async (session) => await session?.close()));
  }

  /** Has one process, or those that take its place, answer what it can get of the queue. */
  private async work(seat: number, queue: Iterator<Job>, window: number): Promise<void> {
    const next = (): Job | null => {
      const { value, done } = queue.next();
      return done ? null : value;
    };
    for (let first = next(); first !== null && this.givenUp === null; first = next()) {
      const session = await this.session(seat);
      const fed = await session.feed(beginningWith(first, next), window);
      if (fed.fault !== null) await this.findGuilty(seat, fed);
    }
  }

  /**
   * Puts a fault down to a case: asks those that may have brought it about one at a time. A crash
   * may be of the case before the one that waits.
   */
  private async findGuilty(seat: number, fed: Faulty): Promise<void> {
    const { fault, waiting, last, isFresh } = fed;
    const [oldest] = waiting;
    const isCrash = fault.kind === "crash";
    if (oldest !== undefined && waiting.length === 1 && (isFresh || !isCrash))
      return this.blame(oldest, fault);
    const suspects = last !== null && (isCrash || waiting.length === 0) ? [last] : [];
    suspects.push(...waiting);
    let isFound = false;
    let before: Job | null = null;
    for (const job of suspects) {
      if (this.givenUp !== null) return;
      let alone = await this.askAlone(seat, job);
      if (before !== null && isLaterCrash(alone)) {
        const { fault: later } = alone;
        alone = await this.askAlone(seat, job);
        if (alone.fault === null) {
          isFound = true;
          this.blame(before, { ...later, message: afterAnswer(later.message) });
        }
      }
      before = job;
      if (alone.fault === null) continue;
      isFound = true;
      this.blame(job, alone.fault);
    }
    if (!isFound) this.blameSomebody(fed);
  }

  private async askAlone(seat: number, job: Job): Promise<Fed> {
    const session = await this.session(seat);
    return await session.feed(
      beginningWith(job, () => null),
      1,
    );
  }

  /** What no case brings about alone. */
  private blameSomebody({ fault, waiting, last, isFresh }: Faulty): void {
    const [headline = "", ...more] = fault.message.split("\n");
    const message = [`${headline}; asked alone, every case is answered`, ...more].join("\n");
    const culprit = last === null && !isFresh ? undefined : (waiting[0] ?? last);
    if (culprit) this.blame(culprit, { ...fault, message });
    else this.options.onStray(message);
  }

  private blame(job: Job, fault: Fault): void {
    job.settle(fault);
    this.faults += 1;
    if (this.hasAnswered || this.faults < faultsWithoutAnswer) return;
    const message = `not asked, because the engine has failed ${this.faults} cases and answered none`;
    this.givenUp = { kind: fault.kind, message };
  }

  /** The process of a seat, started if there is none that can be used. */
  private async session(seat: number): Promise<Session> {
    const now = this.sessions[seat] ?? null;
    if (now?.isUsable) return now;
    for (let attempt = 1; ; attempt++) {
      if (this.isClosed) throw new Error("The engine has been closed.");
      const starting = Session.start(this.options);
      this.starting.add(starting);
      try {
        const session = await starting;
        this.sessions[seat] = session;
        return session;
      } catch (error) {
        if (!(error instanceof BadInput) || attempt === attempts) throw error;
      } finally {
        this.starting.delete(starting);
      }
    }
  }
}

/** A crash that may be of a case that the process had answered before. */
function isLaterCrash(fed: Fed): fed is Faulty {
  return fed.fault !== null && fed.fault.kind === "crash" && !fed.isFresh;
}

/** Gives one thing first, and then what there is behind it. */
function beginningWith(first: Job, next: () => Job | null): () => Job | null {
  let isFirst = true;
  return () => {
    if (!isFirst) return next();
    isFirst = false;
    return first;
  };
}

function isFault({ kind }: Answer): boolean {
  return kind === "crash" || kind === "hang" || kind === "nonsense";
}
