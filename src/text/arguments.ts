import type { Cursor } from "./cursor.ts";

/** Reads one argument at the cursor. */
export type Read<V> = (cursor: Cursor) => V;

/** The parameters of a function, in order. The first `positional` ones may come without their name. */
export interface Signature<P extends Readonly<Record<string, Read<unknown>>>> {
  readonly parameters: P;
  readonly positional: number;
  readonly required: readonly (keyof P & string)[];
}

export type Arguments<P extends Readonly<Record<string, Read<unknown>>>> = {
  -readonly [Name in keyof P]?: ReturnType<P[Name]>;
};

/**
 * Reads `(2m, offset: 10s)` after a function's name; no parentheses at all mean no arguments.
 * Positional arguments come first; each parameter is given at most once.
 */
export function readArguments<P extends Readonly<Record<string, Read<unknown>>>>(
  cursor: Cursor,
  signature: Signature<P>,
): Arguments<P> {
  const given: Record<string, unknown> = {};
  if (cursor.skip("(") && !closes(cursor, signature, given)) {
    do {
      readArgument(cursor, signature, given);
    } while (cursor.skip(","));
    if (cursor.peek().kind !== ")") throw cursor.error(`"," or ")"`);
    closes(cursor, signature, given);
  } else {
    requireAll(cursor, signature, given);
  }
  return given as Arguments<P>;
}

/** Moves past a closing parenthesis, before which everything required must have been given. */
function closes<P extends Readonly<Record<string, Read<unknown>>>>(
  cursor: Cursor,
  signature: Signature<P>,
  given: Record<string, unknown>,
): boolean {
  if (cursor.peek().kind !== ")") return false;
  requireAll(cursor, signature, given);
  return cursor.skip(")");
}

function requireAll<P extends Readonly<Record<string, Read<unknown>>>>(
  cursor: Cursor,
  { required }: Signature<P>,
  given: Record<string, unknown>,
): void {
  const missing = required.find((name) => !(name in given));
  if (missing === undefined) return;
  throw cursor.error(required[0] === missing ? `the ${missing} in parentheses` : `${missing}: …`);
}

function readArgument<P extends Readonly<Record<string, Read<unknown>>>>(
  cursor: Cursor,
  { parameters, positional }: Signature<P>,
  given: Record<string, unknown>,
): void {
  const names = Object.keys(parameters);
  const open = names.filter((name) => !(name in given));
  if (cursor.peek().kind === "word" && cursor.peek(1).kind === ":") {
    const name = cursor.peek().text;
    if (!open.includes(name)) throw cursor.error(choice(open));
    cursor.take();
    cursor.take();
    given[name] = parameters[name]?.(cursor);
    return;
  }
  const next = names[Object.keys(given).length];
  if (next === undefined || names.indexOf(next) >= positional || next in given) {
    throw cursor.error(choice(open));
  }
  given[next] = parameters[next]?.(cursor);
}

function choice(open: readonly string[]): string {
  return open.length === 0 ? "no further argument" : open.map((name) => `${name}: …`).join(" or ");
}
