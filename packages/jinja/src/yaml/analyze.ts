/**
 * Which styles a scalar may be written in, by libyaml's rules.
 */
import { isPrintable } from "./double-quoted.js";

/** What the characters of a scalar allow. */
export interface Analysis {
  readonly multiline: boolean;
  readonly flowPlain: boolean;
  readonly blockPlain: boolean;
  readonly singleQuoted: boolean;
  readonly block: boolean;
}

const isBreak = (char: string | undefined): boolean =>
  char !== undefined && /[\n\r\x85\u2028\u2029]/.test(char);
const isBlank = (char: string | undefined): boolean =>
  char === undefined || char === " " || char === "\t" || isBreak(char);

interface Indicators {
  flow: boolean;
  block: boolean;
}

function indicators(chars: readonly string[]): Indicators {
  const found = { flow: false, block: false };
  const both = (): void => {
    found.flow = true;
    found.block = true;
  };
  const start = chars.slice(0, 3).join("");
  if (start === "---" || start === "...") both();
  chars.forEach((char, index) => {
    const followed = isBlank(chars[index + 1]);
    if (char === "#" && (index === 0 || isBlank(chars[index - 1]))) both();
    else if (index === 0 && ",[]{}&*!|>'\"%@`".includes(char)) both();
    else if (index === 0 && char === "-" && followed) both();
    else if (char === ":" || (char === "?" && index === 0)) {
      found.flow = true;
      if (followed) found.block = true;
    } else if (index > 0 && ",?[]{}".includes(char)) found.flow = true;
  });
  return found;
}

/** The analysis of a scalar. */
export function analyze(text: string, allowUnicode: boolean): Analysis {
  if (text === "")
    return { multiline: false, flowPlain: false, blockPlain: true, singleQuoted: true, block: false };
  const chars = Array.from(text);
  const { flow, block } = indicators(chars);
  const special = chars.some((char) => {
    const code = char.codePointAt(0) ?? 0;
    return !isPrintable(code) || code > 0xffff || code === 0x85 || (code > 0x7e && !allowUnicode);
  });
  const breaks = chars.some(isBreak);
  const edge = /^[ \n\r\x85\u2028\u2029]|[ \n\r\x85\u2028\u2029]$/.test(text);
  const breakSpace = /[\n\r\x85\u2028\u2029] /.test(text);
  const spaceBreak = / [\n\r\x85\u2028\u2029]/.test(text);
  const plain = !edge && !breakSpace && !spaceBreak && !special && !breaks;
  return {
    multiline: breaks,
    flowPlain: plain && !flow,
    blockPlain: plain && !block,
    singleQuoted: !breakSpace && !spaceBreak && !special,
    block: !text.endsWith(" ") && !spaceBreak && !special,
  };
}
