/**
 * Web and mail addresses in a text as links.
 */
import { escapeText } from "../value/markup.js";

const WEB =
  /^(?:(?:https?:\/\/|www\.)(?:(?:[\w%-]+\.)+)?(?:[a-z]{2,63}|xn--[\w%]{2,59})|(?:[\w%-]{2,63}\.)+(?:com|net|int|edu|gov|org|info|mil)|https?:\/\/(?:\d{1,3}(?:\.\d{1,3}){3}|\[(?:[\da-f]{0,4}:){2}(?:[\da-f]{0,4}:?){1,6}\]))(?::\d{1,5})?(?:[/?#]\S*)?$/i;
const MAIL = /^\S+@\w[\w.-]*\.\w+$/;
const PAIRS = [
  ["(", ")"],
  ["<", ">"],
  ["&lt;", "&gt;"],
] as const;

/** How links are made. */
export interface LinkOptions {
  /** The longest link text; longer ones are cut. */
  readonly limit: number | undefined;
  readonly rel: string;
  readonly target: string;
  readonly schemes: readonly string[];
}

const count = (text: string, part: string): number => text.split(part).length - 1;

/** A word as what stands around a link, and the link. */
function peel(word: string): [head: string, middle: string, tail: string] {
  const head = /^(?:[(<]|&lt;)+/.exec(word)?.[0] ?? "";
  let middle = word.slice(head.length);
  let tail = /(?:[)>.,\n]|&gt;)+$/.exec(middle)?.[0] ?? "";
  middle = middle.slice(0, middle.length - tail.length);
  for (const [open, close] of PAIRS) {
    if (count(middle, open) <= count(middle, close)) continue;
    for (let left = Math.min(count(middle, open), count(tail, close)); left > 0; left--) {
      const end = tail.indexOf(close) + close.length;
      middle += tail.slice(0, end);
      tail = tail.slice(end);
    }
  }
  return [head, middle, tail];
}

function link(text: string, { limit, rel, target, schemes }: LinkOptions): string {
  const attributes = `${rel === "" ? "" : ` rel="${escapeText(rel)}"`}${target === "" ? "" : ` target="${escapeText(target)}"`}`;
  if (WEB.test(text)) {
    const shown = limit !== undefined && text.length > limit ? `${text.slice(0, limit)}...` : text;
    const url = /^https?:\/\//.test(text) ? text : `https://${text}`;
    return `<a href="${url}"${attributes}>${shown}</a>`;
  }
  if (text.startsWith("mailto:") && MAIL.test(text.slice(7))) return `<a href="${text}">${text.slice(7)}</a>`;
  if (/^(?!www\.|@)[^:]*@[^:]*$/.test(text) && MAIL.test(text)) return `<a href="mailto:${text}">${text}</a>`;
  const scheme = schemes.find((each) => text !== each && text.startsWith(each));
  return scheme === undefined ? text : `<a href="${text}"${attributes}>${text}</a>`;
}

/** The HTML of a text with links in it. */
export function urlize(text: string, options: LinkOptions): string {
  return escapeText(text)
    .split(/(\s+)/)
    .map((word) => {
      const [head, middle, tail] = peel(word);
      return head + link(middle, options) + tail;
    })
    .join("");
}
