import type { TextSink } from "../io.ts";

const bufferLength = 64 * 1024;

/** Text on its way to a sink, gathered so that a line does not cost a system call. */
export class TextOutput {
  private buffered = "";
  private readonly sink: TextSink;

  constructor(sink: TextSink) {
    this.sink = sink;
  }

  write(text: string): void {
    this.buffered += text;
    if (this.buffered.length >= bufferLength) this.flush();
  }

  flush(): void {
    if (this.buffered === "") return;
    this.sink.write(this.buffered);
    this.buffered = "";
  }
}
