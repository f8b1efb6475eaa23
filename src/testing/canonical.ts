/** The text of plain data with the fields of objects in one order: equal data, equal text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
    return `{${fields.join(",")}}`;
  }
  return typeof value === "bigint" ? `${value}n` : (JSON.stringify(value) ?? String(value));
}

/** The same for a list whose order does not matter. */
export function canonicalBag(values: readonly unknown[]): string {
  return values.map(canonical).sort().join(",");
}

/** True if both are the same plain data. */
export function samePlain(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}
