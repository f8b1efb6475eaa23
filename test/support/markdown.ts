/** A fenced block of a Markdown text: the word after the fence, the rest of that line, and the body. */
export interface Block {
  readonly language: string;
  readonly title: string;
  readonly body: string;
}

export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w*) ?(.*)\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", title = "", body = ""]) => ({ language, title, body }),
  );
}
