/**
 * Which quotes a text needs in YAML: the rules of YAML 1.1 as libyaml, the usual C library, applies them.
 */

/** How a scalar is written. */
export type ScalarStyle = "plain" | "single" | "double";

/** Where a scalar stands. */
export interface ScalarPlace {
  /** Inside `[]` or `{}`. */
  readonly flow: boolean;
  /** As a key in front of a colon. */
  readonly simpleKey: boolean;
}

/** Texts that YAML 1.1 reads as something else: truth values, numbers, nothing, times, merge and value keys. */
const OTHER_TYPES = [
  /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  /^(?:~|null|Null|NULL|)$/,
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/,
  /^(?:<<|=)$/,
];

/** What the characters of a text allow. */
interface ScalarFacts {
  readonly multiline: boolean;
  readonly plainInFlow: boolean;
  readonly plainInBlock: boolean;
  readonly single: boolean;
}

/** The lightest style that reads back as the same text. */
export function styleOf(text: string, place: ScalarPlace): ScalarStyle {
  const facts = examine(text);
  if (place.simpleKey && facts.multiline) return "double";
  const plain = place.flow ? facts.plainInFlow : facts.plainInBlock;
  if (plain && !isOtherType(text)) return "plain";
  return facts.single ? "single" : "double";
}

/** Whether a text has line breaks, as YAML counts them. */
export function hasBreak(text: string): boolean {
  return /[\n\r\u0085\u2028\u2029]/.test(text);
}

/** Whether a character may stand in YAML as it is; libyaml takes none beyond the basic plane. */
export function isPrintable(character: string): boolean {
  return /^[\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/.test(character);
}

function isOtherType(text: string): boolean {
  return OTHER_TYPES.some((pattern) => pattern.test(text));
}

function examine(text: string): ScalarFacts {
  if (text === "") return { multiline: false, plainInFlow: false, plainInBlock: false, single: true };
  const multiline = hasBreak(text);
  const special =
    [...text].some((character) => !isPrintable(character)) || / [\n\r\u0085\u2028\u2029]/.test(text);
  const spaceAfterBreak = /[\n\r\u0085\u2028\u2029] /.test(text);
  const edges = /^[ \n\r\u0085\u2028\u2029]|[ \n\r\u0085\u2028\u2029]$/.test(text);
  const plain = !special && !spaceAfterBreak && !edges && !multiline;
  const inBlock = blockIndicator(text);
  return {
    multiline,
    plainInBlock: plain && !inBlock,
    plainInFlow: plain && !inBlock && !flowIndicator(text),
    // The C library would write U+2028 and U+2029 raw, which reads back as something else.
    single: !special && !spaceAfterBreak && !/[\u2028\u2029]/.test(text),
  };
}

/** Characters that mean something outside of brackets. */
function blockIndicator(text: string): boolean {
  return (
    /^(?:---|\.\.\.)/.test(text) ||
    /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[?:-](?:[\s\0]|$)/.test(text) ||
    /:(?:[\s\0]|$)/.test(text.slice(1)) ||
    /[\s\0]#/.test(text)
  );
}

/** Characters that mean something inside of brackets. */
function flowIndicator(text: string): boolean {
  return /^[?:]/.test(text) || /[,?[\]{}:]/.test(text.slice(1));
}
