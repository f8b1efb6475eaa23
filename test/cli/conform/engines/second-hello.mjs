import { answer } from "../../../../examples/conformance/engine.mjs";
import { serve, write } from "./base.mjs";

await serve(() => write(answer({ type: "hello" })));
