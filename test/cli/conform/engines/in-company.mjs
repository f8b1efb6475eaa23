import { serve, write } from "./base.mjs";

// It fails at the tenth case, whichever that is.
let asked = 0;
await serve(write, {
  onAnswer(reply) {
    asked += 1;
    if (asked === 10) process.exit(5);
    write(reply);
  },
});
