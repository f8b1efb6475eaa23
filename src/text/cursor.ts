import { type Token, tokenize } from "./lexer.ts";
import { TextError } from "./text-error.ts";

/** Deeper nesting is refused, so that no text can exhaust the stack. */
const deepest = 200;

/** A place between two tokens of a text, which moves forward only. */
export class Cursor {
  readonly source: string;
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(source: string) {
    this.source = source;
    this.tokens = tokenize(source);
  }

  /** The token after the cursor, or one `ahead` of it. */
  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.next + ahead, this.tokens.length - 1)] as Token;
  }

  take(): Token {
    const token = this.peek();
    this.next++;
    return token;
  }

  /** Moves past the next token if it is of this kind. */
  skip(kind: Token["kind"]): boolean {
    if (this.peek().kind !== kind) return false;
    this.next++;
    return true;
  }

  /** The next token, which must be of this kind. */
  expect(kind: Token["kind"], expected: string): Token {
    if (this.peek().kind !== kind) throw this.error(expected);
    return this.take();
  }

  /** Reads a part that may hold parts of its own kind. */
  nested<V>(read: () => V): V {
    if (this.depth >= deepest) throw this.error(`at most ${deepest} levels`);
    this.depth++;
    const part = read();
    this.depth--;
    return part;
  }

  /** What to throw when `token` (the next one, if not given) is not what was `expected`. */
  error(expected: string, token: Token = this.peek()): TextError {
    const found = token.kind === "end" ? "the end of the text" : JSON.stringify(token.text);
    return new TextError(this.source, token.at, expected, found);
  }
}

/** Reads a whole text as one thing, whatever white space surrounds it. */
export function readAll<V>(source: string, read: (cursor: Cursor) => V): V {
  const cursor = new Cursor(source);
  const value = read(cursor);
  cursor.expect("end", "the end of the text");
  return value;
}
