import { serve } from "./base.mjs";

await serve(() => {}, { onAnswer: () => process.exit(1) });
