import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseAllDocuments,
} from "yaml";
import { show } from "../../errors.ts";
import { TranscriptError } from "./transcript-error.ts";

/** A piece of a YAML or JSON text: its plain data, where it stands, and its parts with theirs. */
export interface Located {
  readonly json: unknown;
  /** Offset into the text. */
  readonly at: number;
  readonly items: readonly Located[] | null;
  readonly fields: ReadonlyMap<string, LocatedField> | null;
}

export interface LocatedField {
  /** Where the field's name stands. */
  readonly at: number;
  readonly value: Located;
}

/** A text with its name, which knows how to say where something in it is wrong. */
export class Source {
  readonly file: string;
  private readonly text: string;
  private readonly lines: LineCounter = new LineCounter();
  private readonly known = new Map<unknown, Located>();
  private readonly entered = new Set<unknown>();

  constructor(text: string, file: string) {
    this.text = text;
    this.file = file;
  }

  /** The documents in the text, without empty ones. Throws for what is no YAML. */
  documents(): readonly Located[] {
    const { lines } = this;
    const roots: Located[] = [];
    for (const document of parseAllDocuments(this.text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: "silent",
    })) {
      const [problem] = [...document.errors, ...document.warnings];
      if (problem !== undefined) throw this.notYaml(problem.pos[0], problem.message);
      const root = document.contents === null ? null : this.locate(document.contents, document);
      if (root !== null && root.json !== null) roots.push(root);
    }
    return roots;
  }

  lineOf(at: number): number {
    return this.lines.linePos(at).line || 1;
  }

  error(at: number, reason: string, value: unknown, remedy?: string): TranscriptError {
    const { line, col } = this.lines.linePos(at);
    const place = { file: this.file, line: line || 1, column: col || 1 };
    return new TranscriptError(place, reason, value, remedy);
  }

  /** What to throw for a value that is not what was expected. */
  mismatch(node: Located, expected: string, remedy?: string): TranscriptError {
    return this.error(
      node.at,
      `Expected ${expected}, found ${show(node.json)}.`,
      node.json,
      remedy,
    );
  }

  private notYaml(at: number, message: string): TranscriptError {
    // The YAML library reports in this way that its stack was exhausted.
    const reason = /call stack/.test(message)
      ? "It is nested too deeply"
      : message.replace(/\.$/, "");
    const remedy = /[Nn]ested mappings/.test(message)
      ? 'Put a text that has ": " in it in quotes.'
      : "Correct the text there.";
    return this.error(at, `This cannot be read as YAML. ${reason}.`, null, remedy);
  }

  private locate(node: ParsedNode, document: Document.Parsed): Located {
    const at = node.range[0];
    const target = isAlias(node) ? node.resolve(document) : node;
    if (target === undefined) throw this.error(at, "The alias stands for nothing.", null);
    const known = this.known.get(target);
    if (known !== undefined) return known;
    if (this.entered.has(target)) throw this.error(at, "The alias stands for what it is in.", null);
    this.entered.add(target);
    const located = this.convert(target as ParsedNode, document);
    this.known.set(target, located);
    return located;
  }

  private convert(node: ParsedNode, document: Document.Parsed): Located {
    const at = node.range[0];
    if (isSeq(node)) {
      const items = node.items.map((item) => this.locate(item, document));
      return { json: items.map(({ json }) => json), at, items, fields: null };
    }
    if (isMap(node)) {
      const fields = new Map<string, LocatedField>();
      const json: Record<string, unknown> = {};
      for (const { key, value } of node.items) {
        const name = String(this.locate(key, document).json);
        const located =
          value === null
            ? { json: null, at: key.range[0], items: null, fields: null }
            : this.locate(value, document);
        fields.set(name, { at: key.range[0], value: located });
        // A field named __proto__ must stay a field.
        Object.defineProperty(json, name, {
          value: located.json,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return { json, at, items: null, fields };
    }
    return { json: this.scalar(node), at, items: null, fields: null };
  }

  private scalar(node: ParsedNode): unknown {
    const value = isScalar(node) ? node.value : null;
    if (typeof value !== "number") return value;
    const text = (isScalar(node) ? node.source : undefined) ?? "";
    const rounded = /^[+-]?\d+$/.test(text) && !Number.isSafeInteger(value);
    if (Number.isFinite(value) && !rounded) return value + 0;
    throw this.error(
      node.range[0],
      `${text} is no number that JSON and JavaScript keep exactly.`,
      value,
    );
  }
}
