import { text } from "node:stream/consumers";
import { getHeapSnapshot } from "node:v8";

export interface ObjectCost {
  readonly name: string;
  readonly count: number;
  readonly bytes: number;
}

/** What V8's heap snapshot has; nodes are rows of numbers, one after the other. */
interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[]];
    };
  };
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

/** The kinds of object in this process that take most room by themselves. */
export async function heaviest(most = 20): Promise<ObjectCost[]> {
  const { snapshot, nodes, strings } = JSON.parse(await text(getHeapSnapshot())) as HeapSnapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [typeAt, nameAt, sizeAt] = ["type", "name", "self_size"].map((field) =>
    fields.indexOf(field),
  ) as [number, number, number];
  const costs = new Map<string, { name: string; count: number; bytes: number }>();
  for (let row = 0; row < nodes.length; row += fields.length) {
    const type = types[0][nodes[row + typeAt] as number] as string;
    const name =
      type === "object" ? (strings[nodes[row + nameAt] as number] as string) : `(${type})`;
    const cost = costs.get(name) ?? { name, count: 0, bytes: 0 };
    cost.count += 1;
    cost.bytes += nodes[row + sizeAt] as number;
    costs.set(name, cost);
  }
  return [...costs.values()].sort((a, b) => b.bytes - a.bytes).slice(0, most);
}
