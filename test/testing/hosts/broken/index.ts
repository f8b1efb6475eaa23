import { atomicity } from "./atomicity.ts";
import type { BrokenHost } from "./broken-host.ts";
import { keys } from "./keys.ts";
import { order } from "./order.ts";
import { restarts } from "./restarts.ts";
import { stores } from "./stores.ts";
import { timers } from "./timers.ts";

export const brokenHosts: readonly BrokenHost[] = [
  ...stores,
  ...timers,
  ...atomicity,
  ...restarts,
  ...keys,
  ...order,
];
