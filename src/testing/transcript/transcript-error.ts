import { TidemarkError } from "../../errors.ts";

/** A transcript that cannot be read, with the place where it goes wrong; lines and columns from 1. */
export class TranscriptError extends TidemarkError {
  readonly file: string;
  readonly line: number;
  readonly column: number;

  constructor(
    place: { readonly file: string; readonly line: number; readonly column: number },
    reason: string,
    value: unknown,
    remedy?: string,
  ) {
    super(
      "INVALID_TRANSCRIPT",
      `${place.file}:${place.line}:${place.column}: ${reason}`,
      value,
      remedy ?? "docs/transcripts.md describes every field.",
    );
    this.file = place.file;
    this.line = place.line;
    this.column = place.column;
  }
}
