import { serve, write } from "./base.mjs";

const loudly = (reply) => {
  process.stdout.write("[info] an answer follows\n\n");
  write(reply);
};

await serve(loudly, { onHello: loudly, onAnswer: loudly });
