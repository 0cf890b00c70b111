/**
 * Links of pages to files outside of docs/, such as sources: they lead somewhere in the repository only, so the site
 * shows their text, with the path where the pointer rests on it.
 */

/** Adds the rule to a markdown-it. */
export function plainLinks(markdown) {
  markdown.core.ruler.push("plain-links", ({ tokens, env }) => {
    const folder = (env.relativePath ?? "").split("/").slice(0, -1);
    for (const token of tokens.filter(({ type }) => type === "inline")) unlink(token.children ?? [], folder);
  });
}

function unlink(tokens, folder) {
  let path;
  for (const token of tokens) {
    if (token.type === "link_open") path = pathOutside(token.attrGet("href") ?? "", folder);
    if (path === undefined || !token.type.startsWith("link_")) continue;
    token.tag = "span";
    if (token.type === "link_open") token.attrs = [["title", path]];
    else path = undefined;
    token.type = token.type === "link_open" ? "span_open" : "span_close";
  }
}

/** The path in the repository of a link that leads out of docs/, or into its pages for readers of the code. */
function pathOutside(href, folder) {
  if (/^[a-z]+:|^[/#]/.test(href)) return undefined;
  const parts = [...folder];
  let outside = false;
  for (const part of href.replace(/#.*$/, "").split("/")) {
    if (part === "..") outside = parts.pop() === undefined || outside;
    else if (part !== ".") parts.push(part);
  }
  if (outside) return parts.join("/");
  return parts[0] === "decisions" ? `docs/${parts.join("/")}` : undefined;
}
