import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cases } from "../../../src/testing/arbitraries/cases.ts";
import { backends } from "../../../src/testing/backends.ts";
import { firstDifference } from "../../../src/testing/conform/difference.ts";
import { run } from "../../../src/testing/conform/judge.ts";
import type { ReportedField } from "../../../src/testing/conform/observation.ts";
import {
  type CaseMessage,
  caseMessage,
  type OutputsMessage,
  protocolVersion,
} from "../../../src/testing/conform/protocol.ts";
import { readEngineLine } from "../../../src/testing/conform/read-message.ts";
import { serve } from "../../../src/testing/conform/serve.ts";
import { ModelSubject } from "../../../src/testing/model/subject.ts";
import type { Backend } from "../../../src/testing/subject.ts";
import { law } from "../../support/property.ts";
import { onePane } from "../../testing/conform/support.ts";
import { follows } from "../../testing/json-schema.ts";

const schema = JSON.parse(readFileSync("docs/conformance-protocol.schema.json", "utf8")) as {
  $defs: Record<string, never>;
};
const isA = (name: string, message: unknown): boolean =>
  follows(schema, message, schema.$defs[name]);

const answer = serve({ engine: "ours", version: "1", backend: backends.memory });
const ask = (message: unknown): Record<string, unknown> =>
  JSON.parse(answer(JSON.stringify(message)) ?? "null") as Record<string, unknown>;
const hello = { type: "hello", protocol: protocolVersion, kit: "tidemark", version: "1" };

describe("an engine that is served", () => {
  test("says hello", () => {
    expect(ask(hello)).toEqual({
      type: "hello",
      protocol: 1,
      engine: "ours",
      version: "1",
      capabilities: {},
    });
    expect(isA("kitHello", hello)).toBe(true);
    expect(isA("engineHello", ask(hello))).toBe(true);
  });

  test("ends with the end", () => {
    expect(answer('{"type":"end"}')).toBeNull();
  });

  law("answers every case as the engine has it, by the schema", cases(), (input) => {
    const message = caseMessage(7, input);
    const reply = ask(message);
    expect(reply).toEqual(
      JSON.parse(JSON.stringify({ type: "outputs", id: 7, steps: run(input) })),
    );
    expect([message, isA("case", message)]).toEqual([message, true]);
    expect([reply, isA("outputs", reply)]).toEqual([reply, true]);
  });

  test("whatever its backend is", () => {
    const model: Backend = (strategy) => new ModelSubject(strategy);
    const drawn = fc.sample(cases(), { seed: 1, numRuns: 30 });
    for (const backend of [backends.keyed, backends.immutable, model]) {
      const served = serve({ engine: "another", backend });
      for (const input of drawn) {
        const reply: unknown = JSON.parse(served(JSON.stringify(caseMessage(7, input))) ?? "");
        expect([reply, isA("outputs", reply)]).toEqual([reply, true]);
      }
    }
  });

  test("says what it has not", () => {
    const small = serve({
      engine: "small",
      backend: backends.memory,
      capabilities: { windows: ["global"] },
    });
    const reply = JSON.parse(small(JSON.stringify(caseMessage(3, onePane))) ?? "") as unknown;
    expect(reply).toEqual({ type: "unsupported", id: 3, reason: "windows fixed" });
    expect(isA("unsupported", reply)).toBe(true);
  });

  const good = caseMessage(3, onePane);
  test.each<[string, unknown, number | null, string]>([
    ["no JSON", "{", null, 'The line is no JSON: "{".'],
    ["no object", [1], null, "The line is no JSON object: [1]."],
    ["no type", { id: 4 }, 4, "There is no message of type undefined."],
    ["no id", { ...good, id: "3" }, null, 'The id of a case is "3", no whole number.'],
    ["no windows", { ...good, windows: undefined }, 3, "The case has no windows."],
    ["strange windows", { ...good, windows: null }, 3, "null is no window function."],
    ["a strange trigger", { ...good, trigger: { afterCount: 0 } }, 3, "afterCount"],
    ["a strange combiner", { ...good, combine: "product" }, 3, '"product" is not known here.'],
    ["no steps", { ...good, steps: 1 }, 3, "steps is 1, no list."],
    ["an unknown step", { ...good, steps: [{ checkpoint: 1 }] }, 3, 'Step 0 is {"checkpoint":1}.'],
    ["a step that is none", { ...good, steps: [null] }, 3, "Step 0 is null."],
    ["an element without key", { ...good, steps: [{ elements: [[1, 2]] }] }, 3, "Step 0 is"],
    [
      "an element at the end of time",
      { ...good, steps: [{ elements: [[1, 8.64e15, "k"]] }] },
      3,
      "has the timestamp 8640000000000000",
    ],
    [
      "a value that cannot be summed",
      { ...good, combine: "sum", steps: [{ elements: [["a", 1, "k"]] }] },
      3,
      'sum was given "a"',
    ],
  ])("answers %s by an error", (_, message, id, reason) => {
    const line = typeof message === "string" ? message : JSON.stringify(message);
    const reply = JSON.parse(answer(line) ?? "") as { message: string };
    expect(reply).toMatchObject({ type: "error", id });
    expect(reply.message).toContain(reason);
    expect(isA("error", reply)).toBe(true);
  });

  const junk = fc.constantFrom<unknown>(null, -1, 1.5, 9e15, true, "junk", "global", [], [[]], {});
  law(
    "never throws, and answers each line by a message",
    fc.record({ input: cases(), put: junk, pick: fc.nat() }),
    ({ input, put, pick }) => {
      const message = caseMessage(1, input);
      const all = placesIn(message);
      const line = JSON.stringify(replaced(message, all[pick % all.length] ?? [], put));
      const reply = answer(line);
      if (reply === null) return;
      const json: unknown = JSON.parse(reply);
      expect(["outputs", "error", "engineHello"].some((name) => isA(name, json))).toBe(true);
    },
  );
});

describe("docs/conformance-protocol.schema.json", () => {
  const parts = [null, -1, 0, 1, 1.5, true, "junk", "early", [], [0], [0, 1], [[0, 1]], {}];
  const junk = fc.constantFrom<unknown>(...parts);

  law(
    "accepts no answer that the kit refuses",
    fc.record({ input: cases(), put: junk, pick: fc.nat() }),
    ({ input, put, pick }) => {
      const message = ask(caseMessage(1, input));
      const all = placesIn(message);
      const changed = replaced(message, all[pick % all.length] ?? [], put) as { steps?: unknown[] };
      if (!isA("outputs", changed) || changed.steps?.length !== input.steps.length) return;
      const read = readEngineLine(JSON.stringify(changed), () => input.steps.length);
      expect([changed, read.kind]).toEqual([changed, "answer"]);
    },
  );

  test("describes the messages of docs/conformance-protocol.md, which are right", () => {
    const page = readFileSync("docs/conformance-protocol.md", "utf8");
    const session = [...page.matchAll(/^[←→] (\{.*\})$/gmu)].map(
      ([, line]) => JSON.parse(line ?? "") as unknown,
    );
    const types = ["kitHello", "engineHello", "case", "outputs", "end"];
    expect(session.map((message, at) => isA(types[at] ?? "", message))).toEqual(
      types.map(() => true),
    );
    const message = session[2] as CaseMessage;
    const reply = session[3] as OutputsMessage;
    const { type: _, id: __, steps, ...strategy } = message;
    const compared = new Set<ReportedField>(["timing"]);
    expect(firstDifference(run({ strategy, steps }), reply.steps, compared)).toBeNull();
    const examples = [...page.matchAll(/^\{"type": "(\w+)", "id".*\}$/gm)];
    for (const [line, type = ""] of examples)
      expect([line, isA(type, JSON.parse(line))]).toEqual([line, true]);
    expect(examples.map(([, type]) => type)).toEqual(["outputs", "unsupported", "error"]);
  });

  test("knows the capabilities that the kit knows", () => {
    const { properties } = schema.$defs["capabilities"] as unknown as {
      properties: Record<string, { items?: { enum: string[] }; type?: string }>;
    };
    for (const [name, { items, type }] of Object.entries(properties)) {
      const value = items ? items.enum : type === "boolean" ? false : 1;
      const line = { type: "hello", protocol: 1, engine: "e", capabilities: { [name]: value } };
      expect(readEngineLine(JSON.stringify(line), () => null).kind).toBe("hello");
      expect(isA("engineHello", line)).toBe(true);
      const wrong = { ...line, capabilities: { [name]: items ? ["junk"] : "junk" } };
      expect(readEngineLine(JSON.stringify(wrong), () => null).kind).toBe("wrong");
      expect(isA("engineHello", wrong)).toBe(false);
    }
    const unknown = { type: "hello", protocol: 1, engine: "e", capabilities: { speed: 1 } };
    const read = readEngineLine(JSON.stringify(unknown), () => null);
    const [, names = ""] = (read as { reason: string }).reason.split("there are ");
    expect(names.split(", ").sort()).toEqual(Object.keys(properties).sort());
    expect(isA("engineHello", unknown)).toBe(false);
  });
});

type Place = readonly (string | number)[];

function placesIn(json: unknown): Place[] {
  if (typeof json !== "object" || json === null) return [[]];
  return [
    [],
    ...Object.entries(json).flatMap(([name, part]) =>
      placesIn(part).map((place) => [Array.isArray(json) ? Number(name) : name, ...place]),
    ),
  ];
}

function replaced(json: unknown, [first, ...rest]: Place, put: unknown): unknown {
  if (first === undefined) return put;
  if (Array.isArray(json))
    return json.map((part, at) => (at === first ? replaced(part, rest, put) : part));
  const fields = json as Record<string, unknown>;
  return { ...fields, [first]: replaced(fields[first], rest, put) };
}
