/**
 * The reference page of event tags, from the table that every tag is built in.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.js";
import { cell, page, table } from "./markdown.js";
import { commentText } from "./sources.js";

const TAGS = "packages/core/src/event/tags.ts";
/** One row of the table; those that are only the beginning of tags are no tags. */
const ROW =
  /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\s*(?!\w+Prefix)(\w+):\s*(?:\([^)]*\): string =>\s*)?([^\n]+),\n/g;

/** The text of the page and the number of tags on it. */
export function eventPage() {
  const source = readFileSync(join(root, TAGS), "utf8").replace(/^\/\*\*[\s\S]*?\*\//, "");
  const rows = [...source.matchAll(ROW)].map(([, comment, , tag]) => [
    `\`${tagText(tag)}\``,
    cell(commentText(comment).replace(/^Builds .*$/, "")),
  ]);
  const intro =
    "Every event has a tag and a map of data. `salt-run state.event pretty=True` shows them as they come; programs\n" +
    "read them with `openEvents` ([For programs](../api.md)).\n\n";
  return { text: page("Event tags", intro + table(["Tag", "Fired when"], rows)), count: rows.length };
}

/** A tag as people write it: `salt/job/<jid>/new`. */
function tagText(expression) {
  if (/^\w+$/.test(expression)) return `<${expression}>`;
  return expression.slice(1, -1).replace(/\$\{(\w+)\}/g, "<$1>");
}
