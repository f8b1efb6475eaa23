import { GLOBAL_WINDOW, type Window } from "./interval.ts";
import type { PlainWindowFn, WindowFnJson } from "./window-fn.ts";

const theWindow: readonly Window[] = Object.freeze([GLOBAL_WINDOW]);

class GlobalWindows implements PlainWindowFn {
  readonly kind = "global";
  readonly shape = "plain";

  assign(): readonly Window[] {
    return theWindow;
  }

  toSideInputWindow(): Window {
    return GLOBAL_WINDOW;
  }

  toJSON(): WindowFnJson {
    return "global";
  }

  toString(): string {
    return "global";
  }
}

const instance: PlainWindowFn = Object.freeze(new GlobalWindows());

/** One window for all of time; it ends, and expires, with the input. */
export function globalWindows(): PlainWindowFn {
  return instance;
}
