/** The name that was probably meant, if one is near enough to be worth naming. */
export function nearest(wanted: string, known: readonly string[]): string | null {
  const plain = wanted.toLowerCase();
  let best: string | null = null;
  let least = Math.floor((plain.length + 1) / 3) + 1;
  for (const name of known) {
    const distance = editDistance(plain, name.toLowerCase());
    if (distance >= least) continue;
    best = name;
    least = distance;
  }
  return (
    best ?? known.find((name) => plain.length >= 3 && name.toLowerCase().startsWith(plain)) ?? null
  );
}

/** `did you mean x? ` to begin a remedy with, or nothing. */
export function didYouMean(wanted: string, known: readonly string[]): string {
  const name = nearest(wanted, known);
  return name === null ? "" : `did you mean ${name}? `;
}

/** How many characters must be put in, taken out, replaced or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
