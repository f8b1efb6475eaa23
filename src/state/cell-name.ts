import type { Key } from "../panes/key.ts";

/**
 * What a cell is called in an immutable map: its key and window. Two names are equal if these are;
 * the hash is worked out once, and most comparisons end with being the same object.
 */
export class CellName {
  readonly key: Key;
  readonly start: number;
  readonly end: number;
  private readonly hash: number;

  constructor(key: Key, start: number, end: number) {
    this.key = key;
    this.start = start;
    this.end = end;
    this.hash = mix(mix(hashOf(key), start), end);
  }

  hashCode(): number {
    return this.hash;
  }

  equals(other: unknown): boolean {
    return (
      other instanceof CellName &&
      other.key === this.key &&
      other.start === this.start &&
      other.end === this.end
    );
  }
}

function hashOf(key: Key): number {
  if (typeof key === "number") return mix(0, key);
  const text = String(key);
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash;
}

/** All digits of a number count, those behind the point too. */
function mix(hash: number, value: number): number {
  const whole = Math.floor(value);
  const high = Math.floor(whole / 2 ** 32);
  const fraction = (value - whole) * 2 ** 31;
  return (Math.imul(Math.imul(hash, 31) + (whole | 0), 31) + (high | 0) + (fraction | 0)) | 0;
}
