import { serve, write } from "./base.mjs";

let held = [];
const hold = (reply) => {
  held.push(reply);
  if (held.length === 1) setTimeout(release, 5);
};
function release() {
  for (const reply of held.reverse()) write(reply);
  held = [];
}

await serve(hold, { onAnswer: hold });
