/**
 * Markdown that both the repository's pages and the site show as it is meant.
 */

/** Text as Markdown: what looks like HTML or a template outside of code is shown instead of taken. */
export function prose(text) {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll("<", "&lt;").replaceAll("{{", "&#123;{")))
    .join("");
}

/** The same inside a table, where a bar or a new line would end the cell. */
export function cell(text) {
  return prose(text).replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** A table of finished cells. Without rows there is none. */
export function table(heads, rows) {
  if (rows.length === 0) return "";
  const line = (cells) => `| ${cells.join(" | ")} |\n`;
  return `${line(heads)}${line(heads.map(() => "---"))}${rows.map(line).join("")}\n`;
}

/** A block of code. */
export function block(language, lines) {
  return `\`\`\`${language}\n${lines.join("\n")}\n\`\`\`\n\n`;
}

/** A page: its title and what stands below. */
export function page(title, body) {
  return `# ${title}\n\n${body.trimEnd()}\n`;
}

/** The first sentence of a text, for lists. */
export function firstSentence(text) {
  return /^[\s\S]*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
}
