/** Whole numbers between a number and zero: zero, halves, neighbours. */
export function towardZero(value: number): readonly number[] {
  const candidates = [0, Math.trunc(value / 2), value - Math.sign(value)];
  return [...new Set(candidates)].filter((other) => Math.abs(other) < Math.abs(value));
}
