/**
 * Which names a template gives values to, as far as its text tells.
 */

const SETTING =
  /\{%[-+]?\s*(?:(?:set|for|macro|with)\s+([\w\s,]+?)|(?:from\s.+?\s)?import\s([^%]*?))(?=\s*(?:[=(]|\bin\b|[-+]?%\}))/g;
/** Words of `import` that are no names. */
const NO_NAMES: ReadonlySet<string> = new Set(["as", "with", "without", "context"]);

/** The names that `set`, `for`, `macro`, `with` and `import` of a template set, each once. */
export function namesSetIn(source: string): readonly string[] {
  const names = new Set<string>();
  for (const [, set, imported] of source.matchAll(SETTING)) {
    const words = (set ?? imported?.replace(/(["']).*?\1/g, "") ?? "").match(/[A-Za-z_]\w*/g) ?? [];
    for (const word of words) if (!NO_NAMES.has(word)) names.add(word);
  }
  return [...names];
}
