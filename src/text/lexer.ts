import { TextError } from "./text-error.ts";

/** The smallest piece of a text: a word (a name, number or duration), a quoted text or a sign. */
export interface Token {
  readonly kind: "word" | "quoted" | "(" | ")" | "," | ":" | "end";
  /** The text itself; of a quoted text what the quotes hold. */
  readonly text: string;
  /** Where it starts, counted from 0. */
  readonly at: number;
}

const space = /\s*/y;
const word = /[^\s(),:"]+/y;
// A JSON string: escapes are those that JSON has.
const quoted = /"(?:[^"\\]|\\.)*"/sy;

/** The tokens of a text, `end` last. Throws `SYNTAX` for a quote that is not closed or has a wrong escape. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = match(space, source, 0).length;
  while (at < source.length) {
    const token = tokenAt(source, at);
    tokens.push(token.token);
    at += token.length;
    at += match(space, source, at).length;
  }
  tokens.push({ kind: "end", text: "", at: source.length });
  return tokens;
}

function tokenAt(source: string, at: number): { token: Token; length: number } {
  const sign = source.charAt(at);
  if (sign === "(" || sign === ")" || sign === "," || sign === ":") {
    return { token: { kind: sign, text: sign, at }, length: 1 };
  }
  if (sign === '"') {
    const literal = match(quoted, source, at);
    return {
      token: { kind: "quoted", text: unquote(source, at, literal), at },
      length: literal.length,
    };
  }
  const text = match(word, source, at);
  return { token: { kind: "word", text, at }, length: text.length };
}

function unquote(source: string, at: number, literal: string): string {
  if (literal === "") throw new TextError(source, at, "a closing quote after this one", "none");
  try {
    return JSON.parse(literal) as string;
  } catch {
    throw new TextError(source, at, "a quoted text as JSON writes it", literal);
  }
}

function match(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? "";
}
