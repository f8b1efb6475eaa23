import { serve, write } from "./base.mjs";

await serve(write, { onHello: (hello) => write({ ...hello, protocol: 2 }) });
