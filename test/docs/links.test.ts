import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { pages, proseOf, readPage } from "./fences.ts";

/**
 * Every link within the repository leads to a file, and to a heading in it if it names one. A name in
 * code directly after a link to a source file, as in `[core.ts](…) \`settle\``, occurs in that file.
 */

for (const page of pages) {
  describe(page, () => {
    test("its links lead somewhere", () => {
      expect(linksOf(readPage(page)).flatMap((link) => problemOf(page, link))).toEqual([]);
    });
    test("the names beside its links to sources are there", () => {
      const named = proseOf(readPage(page)).matchAll(/\]\(([^)]+\.ts)\)\s+`(\w+)`/g);
      const missing = Array.from(named, ([, path = "", name = ""]) => ({
        path: join(dirname(page), path),
        name,
      }))
        .filter(({ path }) => existsSync(path))
        .filter(({ path, name }) => !new RegExp(`\\b${name}\\b`).test(readFileSync(path, "utf8")));
      expect(missing).toEqual([]);
    });
  });
}

function linksOf(markdown: string): readonly string[] {
  const prose = proseOf(markdown).replace(/`[^`\n]*`/g, "");
  return Array.from(
    prose.matchAll(/\]\(<?([^)>\s]+)>?(?: "[^"]*")?\)/g),
    ([, target = ""]) => target,
  ).filter((target) => !/^[a-z]+:/.test(target));
}

function problemOf(page: string, link: string): readonly string[] {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : join(dirname(page), decodeURI(path));
  if (!existsSync(target)) return [`${link}: there is no ${target}`];
  if (anchor === undefined || !target.endsWith(".md")) return [];
  return anchorsOf(readPage(target)).includes(anchor)
    ? []
    : [`${link}: ${target} has no such heading`];
}

/** The anchors that GitHub gives to headings, and those that are set by hand. */
function anchorsOf(markdown: string): readonly string[] {
  const prose = proseOf(markdown);
  const seen = new Map<string, number>();
  const headings = Array.from(prose.matchAll(/^#{1,6} +(.+?) *$/gm), ([, heading = ""]) => {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\p{Pc}\- ]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return [...headings, ...Array.from(prose.matchAll(/<a id="([^"]+)">/g), ([, id = ""]) => id)];
}
