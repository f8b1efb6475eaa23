import { setImmediate as turn } from "node:timers/promises";
import {
  caseMessage,
  type EngineHello,
  protocolVersion,
} from "../../../testing/conform/protocol.ts";
import { readEngineLine } from "../../../testing/conform/read-message.ts";
import { BadInput } from "../../bad-input.ts";
import { version } from "../../version.ts";
import { Child, type Ended } from "./child.ts";
import type { Fault, Job } from "./job.ts";
import { Noise } from "./noise.ts";

export interface SessionOptions {
  /** What `sh -c` runs. */
  readonly command: string;
  /** How long a case may take, from when it is the oldest that waits. */
  readonly timeoutMs: number;
  /** How long it may take until the hello. */
  readonly startTimeoutMs: number;
  /** Takes note of what is wrong and belongs to no case. */
  readonly onStray: (what: string) => void;
}

/** What `feed` comes to: all is answered, or something is wrong that ends the process. */
export type Fed =
  | { readonly fault: null }
  | {
      readonly fault: Fault;
      /** The cases that waited when it showed, the oldest first. */
      readonly waiting: readonly Job[];
      /** The case that was answered last, if any was since `forget`. */
      readonly last: Job | null;
      /** Whether the process had answered nothing before. */
      readonly isFresh: boolean;
    };

/** How long a process may take to leave after the last message. */
const leaveMs = 2_000;

/** One process of an engine, from its hello on, up to the first fault. */
export class Session {
  readonly hello: EngineHello;
  private readonly options: SessionOptions;
  private readonly child: Child;
  private readonly noise: Noise;
  private readonly waiting = new Map<number, Job>();
  /** The cases that have been answered since `forget`. */
  private readonly answered = new Map<number, Job>();
  private lastId = 0;
  private last: Job | null = null;
  private isFresh = true;
  private oldest: number | null = null;
  private timer: NodeJS.Timeout | null = null;
  private fault: Fault | null = null;
  private isClosed = false;
  private next: () => Job | null = () => null;
  private window = 1;
  private onFed: (() => void) | null = null;

  /** Runs the command up to the engine's hello. Throws `BadInput` if it does not get there. */
  static async start(options: SessionOptions): Promise<Session> {
    return await new Promise((resolve, reject) => {
      let session: Session | null = null;
      const noise = new Noise();
      const fail = (what: string): void => {
        clearTimeout(timer);
        child.kill();
        void child.gone.then(() => reject(cannotStart(options.command, what, child, noise)));
      };
      const child = new Child(options.command, {
        onLine(line) {
          if (session !== null) return session.onLine(line);
          if (noise.takes(line)) return;
          const read = readEngineLine(line, () => null);
          if (read.kind !== "hello") {
            fail(`did not begin with its hello: ${read.kind === "wrong" ? read.reason : line}`);
            return;
          }
          clearTimeout(timer);
          session = new Session(options, child, noise, read.hello);
          resolve(session);
        },
        onEndlessLine: () =>
          session === null ? fail("wrote an endless line") : session.onEndlessLine(),
        onEnd: (ended) =>
          session === null
            ? fail(`ended with ${ended.how} before its hello`)
            : session.onEnd(ended),
      });
      const { startTimeoutMs } = options;
      const timer = setTimeout(
        () => fail(`wrote no hello within ${startTimeoutMs / 1000} s`),
        startTimeoutMs,
      );
      const hello = {
        type: "hello",
        protocol: protocolVersion,
        kit: "tidemark",
        version: version(),
      };
      child.send(JSON.stringify(hello));
    });
  }

  private constructor(options: SessionOptions, child: Child, noise: Noise, hello: EngineHello) {
    this.options = options;
    this.child = child;
    this.noise = noise;
    this.hello = hello;
  }

  /** False once it can answer no more. */
  get isUsable(): boolean {
    return this.fault === null && !this.isClosed;
  }

  /**
   * Asks all cases that `next` gives, so many at a time, until there are no more and all are
   * answered, or until something is wrong that ends the process or makes it of no use.
   */
  async feed(next: () => Job | null, window: number): Promise<Fed> {
    this.next = next;
    this.window = window;
    await new Promise<void>((resolve) => {
      this.onFed = resolve;
      this.refill();
    });
    // Whatever else came with the last answer is read.
    await turn();
    this.onFed = null;
    const { fault } = this;
    if (fault === null) return { fault };
    await this.child.gone;
    const told = { ...fault, message: this.withStderr(fault.message) };
    const { last, isFresh } = this;
    return { fault: told, waiting: [...this.waiting.values()], last, isFresh };
  }

  /** From here on nothing is put down to the cases that have been answered. */
  forget(): void {
    this.last = null;
    this.answered.clear();
  }

  /** Says goodbye, and ends the process if it does not leave. */
  async close(): Promise<void> {
    if (this.isUsable) this.child.send('{"type":"end"}');
    this.isClosed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.child.leave(leaveMs);
  }

  private refill(): void {
    while (this.fault === null && this.waiting.size < this.window) {
      const job = this.next();
      if (job === null) break;
      this.lastId += 1;
      this.waiting.set(this.lastId, job);
      this.child.send(JSON.stringify(caseMessage(this.lastId, job.input)));
    }
    this.watchOldest();
    if (this.waiting.size === 0 || this.fault !== null) this.onFed?.();
  }

  /** The clock runs for the oldest case that waits, from when it has become that. */
  private watchOldest(): void {
    const [oldest = null] = this.waiting.keys();
    if (oldest === this.oldest && this.fault === null) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.oldest = oldest;
    this.timer =
      oldest === null || this.fault !== null
        ? null
        : setTimeout(() => void this.onTimeout(oldest), this.options.timeoutMs);
  }

  private async onTimeout(id: number): Promise<void> {
    // This process may have been busy: what the engine wrote in the meantime counts.
    await turn();
    await turn();
    if (this.oldest === id)
      this.fail("hang", `no answer within ${this.options.timeoutMs / 1000} s${this.noise.text()}`);
  }

  private onLine(line: string): void {
    if (this.fault !== null || this.noise.takes(line)) return;
    let asked: number | null = null;
    const read = readEngineLine(line, (id) => {
      asked = id;
      return this.waiting.get(id)?.input.steps.length ?? null;
    });
    if (read.kind === "answer") return this.settle(read.id, read.answer);
    if (read.kind === "hello") return this.fail("nonsense", "a second hello");
    if (read.id !== null)
      return this.settle(read.id, { kind: "nonsense", message: this.withStderr(read.reason) });
    const before = asked === null ? undefined : this.answered.get(asked);
    if (before !== undefined) {
      before.settle({ kind: "nonsense", message: this.withStderr("it was answered twice") });
    } else if (asked !== null && asked >= 1 && asked <= this.lastId) {
      this.options.onStray("a case was answered a second time, after others had been asked");
    } else this.fail("nonsense", read.reason);
  }

  private settle(id: number, answer: Parameters<Job["settle"]>[0]): void {
    const job = this.waiting.get(id) as Job;
    this.waiting.delete(id);
    this.answered.set(id, job);
    this.last = job;
    this.isFresh = false;
    job.settle(answer);
    this.refill();
  }

  private onEndlessLine(): void {
    this.fail("nonsense", "a line of more than 64 MiB");
  }

  private onEnd({ how, half }: Ended): void {
    if (this.isClosed) return;
    const where = half === "" ? "" : ` in the middle of a line: ${excerpt(half)}`;
    this.fail("crash", `the engine ended with ${how}${where}${this.noise.text()}`);
  }

  private fail(kind: Fault["kind"], message: string): void {
    if (this.fault !== null) return;
    this.fault = { kind, message };
    this.child.kill();
    this.watchOldest();
    if (this.onFed !== null) this.onFed();
    else if (this.last === null) this.options.onStray(this.withStderr(message));
    else this.last.settle({ kind, message: this.withStderr(afterAnswer(message)) });
  }

  private withStderr(message: string): string {
    return withStderr(message, this.child);
  }
}

function withStderr(message: string, { stderr }: Child): string {
  const text = stderr.text();
  return text === "" ? message : `${message}\nits stderr ends with\n${text}`;
}

/** The message of a fault that showed after the case had been answered. */
export function afterAnswer(message: string): string {
  const [first = "", ...more] = message.split("\n");
  return [`${first}, after it had answered the case`, ...more].join("\n");
}

function cannotStart(command: string, what: string, child: Child, noise: Noise): BadInput {
  const reason = withStderr(`the engine ${JSON.stringify(command)} ${what}${noise.text()}`, child);
  return new BadInput(reason, "docs/conformance-protocol.md tells what an engine has to write");
}

/** The beginning of a line, for a message. */
function excerpt(line: string): string {
  return JSON.stringify(line.length > 120 ? `${line.slice(0, 120)}…` : line);
}
