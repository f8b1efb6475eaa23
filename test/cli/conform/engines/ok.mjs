import { serve, write } from "./base.mjs";

await serve(write);
