import type { OptionTable } from "./options.ts";

const nameWidth = 26;
const lineWidth = 96;

/** The options by group, each with its text beside it. */
export function helpOfOptions(groups: Readonly<Record<string, OptionTable>>): string {
  return Object.entries(groups)
    .map(([title, options]) => `${title}:\n${Object.entries(options).map(helpOfOption).join("")}`)
    .join("\n");
}

function helpOfOption([name, { value, help }]: [string, OptionTable[string]]): string {
  const head = `  --${name}${value === undefined ? "" : ` ${value}`}`;
  const lines = wrapped(help, lineWidth - nameWidth);
  // A name that is too long for its column stands alone.
  const first = head.length < nameWidth ? `${head.padEnd(nameWidth)}${lines.shift()}` : head;
  return `${[first, ...lines.map((line) => " ".repeat(nameWidth) + line)].join("\n")}\n`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}
