import { serve, write } from "./base.mjs";

await serve(({ id }) => write({ type: "error", id, message: "boom is not supported" }));
