import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import { Feed } from "../feed.ts";
import type { FeedOptions } from "../options.ts";
import type { Windowing } from "../windowing.ts";

/**
 * A Web `TransformStream` from values to panes. With a `clock`, panes also come while no value
 * does. Cancelling the readable side or aborting the writable side calls its timer off.
 */
export function windowingTransform<T, K extends Key, R>(
  windowing: Windowing<T, R>,
  options: FeedOptions<T, K>,
): TransformStream<T, Pane<K, R>> {
  const feed = new Feed(windowing.strategy, options);
  let callOff = (): void => {};
  const drain = (controller: TransformStreamDefaultController<Pane<K, R>>): void => {
    for (let pane = feed.take(); pane !== undefined; pane = feed.take()) controller.enqueue(pane);
  };
  const rearm = (controller: TransformStreamDefaultController<Pane<K, R>>): void => {
    callOff();
    callOff = () => {};
    const at = feed.wakeAt;
    if (options.clock === undefined || at === null) return;
    callOff = options.clock.wakeAt(at, () => {
      feed.tick();
      drain(controller);
      rearm(controller);
    });
  };
  // `cancel` is in the Streams standard, and in Node from 20 on, but not in every set of types.
  const transformer: Transformer<T, Pane<K, R>> & { cancel(): void } = {
    start: rearm,
    transform(value, controller) {
      feed.push(value);
      drain(controller);
      rearm(controller);
    },
    flush(controller) {
      callOff();
      feed.end();
      drain(controller);
    },
    cancel() {
      callOff();
    },
  };
  return new TransformStream(transformer);
}
