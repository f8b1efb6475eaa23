import { isUtf8 } from "node:buffer";

/** Where bytes stop being text. */
export interface NotText {
  /** The bytes before it, which are text. */
  readonly before: Buffer;
  readonly found: string;
}

/**
 * Cuts a stream of bytes into chunks of whole characters, and finds what no text file holds: zero
 * bytes and bytes that are no UTF-8.
 */
export class Utf8Gate {
  /** The first bytes of a character whose other bytes have not come yet. */
  private rest: Buffer = Buffer.alloc(0);

  push(bytes: Uint8Array): Buffer | NotText {
    const joined = this.rest.length === 0 ? asBuffer(bytes) : Buffer.concat([this.rest, bytes]);
    const end = joined.length - unfinishedBytes(joined);
    const chunk = joined.subarray(0, end);
    this.rest = joined.subarray(end);
    const zero = chunk.indexOf(0);
    if (zero >= 0 && isUtf8(chunk.subarray(0, zero))) {
      return { before: chunk.subarray(0, zero), found: "a zero byte" };
    }
    return isUtf8(chunk) ? chunk : notUtf8(chunk);
  }

  end(): NotText | null {
    return this.rest.length === 0 ? null : notUtf8(this.rest);
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** How many bytes at the end begin a character without finishing it. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length && byte < 0xf8 ? back : 0;
    }
  }
  return 0;
}

/** Halves the bytes until the first wrong one is found. */
function notUtf8(bytes: Buffer): NotText {
  let sound = 0;
  for (let step = bytes.length; step > 0; step = Math.floor(step / 2)) {
    while (sound + step <= bytes.length && isPrefix(bytes.subarray(0, sound + step))) sound += step;
  }
  const whole = sound - unfinishedBytes(bytes.subarray(0, sound));
  const byte = (bytes[whole] ?? 0).toString(16).padStart(2, "0");
  return { before: bytes.subarray(0, whole), found: `the byte 0x${byte}, which is no UTF-8` };
}

function isPrefix(bytes: Buffer): boolean {
  return isUtf8(bytes.subarray(0, bytes.length - unfinishedBytes(bytes)));
}
