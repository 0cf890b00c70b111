/**
 * The reference page of error codes, from the places that make errors.
 */
import { cell, page, table } from "./markdown.js";
import { commentText, sources } from "./sources.js";

const CLASS = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\s*export class (\w+) extends \w+ \{([\s\S]*?)\n\}/g;
const SUPER = /super\(\s*["`]([A-Z][A-Z_]+)(?:\$\{[^}]*\})?["`]/;
const THROWN = /new (?:SaltError|ChannelError)\(\s*"([A-Z][A-Z_]+)",\s*(`[^`]*`|"[^"]*")/g;
const EXIT = /exitCode: (\w+)/;

/** The text of the page and the number of codes on it. */
export function errorPage() {
  const all = sources();
  const numbers = new Map(all.flatMap(({ text }) => constants(text)));
  const rows = new Map();
  const add = (code, meaning, status) => {
    const row = rows.get(code) ?? { meanings: new Set(), status };
    row.meanings.add(meaning);
    rows.set(code, row);
  };
  for (const { text } of all) {
    for (const [, comment, , body] of text.matchAll(CLASS)) {
      const code = SUPER.exec(body)?.[1];
      if (code !== undefined) add(code.replace(/_$/, "_…"), commentText(comment), statusIn(body));
    }
    for (const [, code, message] of text.matchAll(THROWN)) add(code, sentence(message), "1");
  }
  const cells = [...rows]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { meanings, status }]) => [`\`${code}\``, status, cell([...meanings].join(" "))]);
  return {
    text: page("Error codes", INTRO + table(["Code", "Exit status", ""], cells)),
    count: cells.length,
  };

  function statusIn(body) {
    const found = EXIT.exec(body)?.[1] ?? "1";
    return /^\d+$/.test(found) ? found : (numbers.get(found) ?? "1");
  }
}

const INTRO = `Every error has a stable \`code\`, a message that says what happened and where, and often a hint.
Programs tell errors apart by the code; commands print message and hint, and end with the exit status. What commands
end with in other situations is in [Exit statuses](../exit-codes.md).

`;

function constants(text) {
  return [...text.matchAll(/const ([A-Z][A-Z_]+) = (\d+);/g)].map(([, name, value]) => [name, value]);
}

/** The message of an error, with what it names left open. */
function sentence(literal) {
  const words = literal
    .slice(1, -1)
    .replace(/\$\{[^}]*\}/g, "…")
    .replaceAll("\\n", " ")
    .trim();
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
