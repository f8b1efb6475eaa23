/** Where text goes: a terminal, a file, a pipe, or a string in a test. */
export interface TextSink {
  /** True once the reader has gone away; what is written then is lost, which is no error. */
  readonly isClosed: boolean;
  write(text: string): void;
  /** Resolves once what was written has gone, so that nothing piles up; rejects if that has failed. */
  drained(): Promise<void>;
}

/** A progress bar. */
export interface Progress {
  /** How far the input has been read, and how many rows that were. */
  update(bytes: number, rows: number): void;
  /** Clears it away. */
  stop(): void;
}

/** All that a command may touch of the process it runs in, apart from named files. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** Draws a progress bar for long input; null where there is no terminal to draw it on. */
  startProgress(totalBytes: number): Promise<Progress | null>;
}

/** What the process ends with: all went well, something failed, the input was bad. */
export type ExitCode = 0 | 1 | 2;
