/**
 * Looking for a text whatever white space it has.
 */
import { escapePattern } from "@salt/core";
import { splitLines } from "./lines.js";

const ANY_SPACE = "(?:[\\s]+)?";

/**
 * A regular expression of Python that finds a text with any white space around its words and lines. What stands
 * between double quotes counts as one word when the text has single quotes, too: so does Salt's.
 */
export function whitespacePattern(text: string): string {
  const hasQuotes = text.includes("'") && text.includes('"') && !text.includes("'\"");
  const words = hasQuotes ? /"[^"]*"|[^ \t\r\n]+/g : /[^ \t\r\n]+/g;
  const lines = splitLines(text).map((line) => {
    const parts = (line.match(words) ?? []).map((word) => escapePattern(word));
    return ANY_SPACE + parts.join(ANY_SPACE) + ANY_SPACE;
  });
  return `(?m)^${lines.join("")}$`;
}
