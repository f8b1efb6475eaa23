import { describe, expect, test } from "vitest";
import { backends } from "../../src/testing/backends.ts";
import { parseTranscripts } from "../../src/testing/transcript/parse.ts";
import { runCase } from "../../src/testing/transcript/run.ts";

/** What Kafka Streams has answered; conformance/kafka-streams/sliding.mjs asks it thousands of cases more. */
const recorded = parseTranscripts(`
- name: a final result comes again for what comes in its last instant
  profile: {engine: kafka-streams, grace: 3, emit: final}
  windows: {kafkaSliding: {difference: 5}}
  accumulation: accumulating
  steps:
    - elements: [[a, 10]]
    - expect: []
    - elements: [[b, 13]]
    - expect: [{window: [5, 11], values: [a], timestamp: 10}]
    - elements: [[c, 9]]
    - expect: [{window: [5, 11], values: [a, c], timestamp: 10}]
    - expectDropped: {lateness: 1}
- name: a window behind one record that ends at the next comes twice
  profile: {engine: kafka-streams, grace: 20, emit: updates}
  windows: {kafkaSliding: {difference: 10ms}}
  trigger: always
  accumulation: accumulating
  steps:
    - elements: [[a, 20], [b, 23]]
    - expect:
        - {window: [10, 21], values: [a]}
        - {window: [21, 32], values: [b]}
        - {window: [13, 24], values: [a, b]}
    - elements: [[c, 34]]
    - expect:
        - {window: [24, 35], values: [c], timestamp: 34}
        - {window: [24, 35], values: [c], timestamp: 34}
- name: none begins before zero
  profile: {engine: kafka-streams, grace: 20, emit: updates}
  windows: {kafkaSliding: {difference: 10}}
  trigger: always
  accumulation: accumulating
  steps:
    - elements: [[a, 3]]
    - expect: [{window: [0, 11], values: [a]}]
    - elements: [[b, 1]]
    - expect:
        - {window: [0, 11], values: [a, b]}
        - {window: [2, 13], values: [a]}
    - elements: [[c, 8]]
    - expect:
        - {window: [2, 13], values: [a, c]}
        - {window: [4, 15], values: [c]}
        - {window: [0, 11], values: [a, b, c]}
`);

describe("Kafka Streams' own sliding windows", () => {
  const cases = recorded.flatMap((one) =>
    Object.entries(backends).map(([name, backend]) => [one.name, name, one, backend] as const),
  );
  test.each(cases)("%s (%s)", (_name, _backend, transcript, backend) => {
    expect(runCase(transcript, backend)).toMatchObject({ outcome: "passed", rules: [] });
  });

  const windowsOf = (difference: string, profile = "kafka-streams") =>
    parseTranscripts(
      `{name: c, profile: ${profile}, windows: {kafkaSliding: ${difference}}, steps: []}`,
    );

  test("belong to its profile alone", () => {
    const [under] = windowsOf("{difference: 1}", "flink");
    expect([under?.strategy, under?.unsupported]).toEqual([null, "kafkaSliding windows"]);
  });

  test.each([
    ["{}", /kafkaSliding windows is undefined/],
    ["{difference: -1}", /The difference -1 is less than 0 ms/],
    ["{difference: soon}", /"soon"/],
    ["{difference: [1]}", /kafkaSliding windows is \[1\]/],
    ["{differenze: 1}", /windows/],
  ])("of %s are refused", (difference, message) => {
    expect(() => windowsOf(difference)).toThrow(message);
  });
});
