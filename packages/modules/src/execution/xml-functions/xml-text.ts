/**
 * Documents of XML: reading and writing the elements, as Python's ElementTree has them.
 */
import { MalformedError } from "@salt/core";

/** An element with the text before its first child (`text`) and the text after itself (`tail`). */
export interface XmlElement {
  readonly tag: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  text: string | null;
  tail: string | null;
}

/** Larger documents are refused. */
const MAX_LENGTH = 16 * 1024 * 1024;
const MAX_DEPTH = 500;
const NAME = "[^\\s<>/=\"'&;:]+";
/** Comments, processing instructions, CDATA, tags, and text between them. */
const TOKEN = new RegExp(
  `<!--(?:(?!--)[\\s\\S])*-->|<\\?[\\s\\S]*?\\?>|<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>|<(/?)(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>|([^<]+)`,
  "y",
);
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, "g");
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/**
 * Reads a document; comments are left out, as ElementTree leaves them out. Throws MalformedError for what is no XML, and
 * for what is not read here: document types and name spaces.
 */
export function parseXml(document: string): XmlElement {
  if (document.length > MAX_LENGTH) throw new MalformedError("the XML document is too large");
  const pattern = new RegExp(TOKEN);
  const root = element("", new Map());
  const open: XmlElement[] = [root];
  let at = document.startsWith("\ufeff") ? 1 : 0;
  while (at < document.length) {
    pattern.lastIndex = at;
    const token = pattern.exec(document);
    if (token === null) throw new MalformedError(`not well-formed XML at character ${at}`);
    at = pattern.lastIndex;
    const [, cdata, closing, tag, attributes = "", empty, text] = token;
    if (cdata !== undefined || text !== undefined) addText(open, cdata ?? plainText(text ?? ""));
    else if (tag !== undefined && closing === "/") close(open, tag);
    else if (tag !== undefined) start(open, element(tag, attributesOf(attributes)), empty === "/");
  }
  const [top, ...others] = root.children;
  if (top === undefined || others.length > 0 || open.length > 1)
    throw new MalformedError("an XML document has one element that ends");
  top.tail = null;
  return top;
}

function element(tag: string, attributes: Map<string, string>): XmlElement {
  return { tag, attributes, children: [], text: null, tail: null };
}

function start(open: XmlElement[], fresh: XmlElement, isEmpty: boolean): void {
  open.at(-1)?.children.push(fresh);
  if (open.length > MAX_DEPTH) throw new MalformedError("the XML document is too deep");
  if (!isEmpty) open.push(fresh);
}

function close(open: XmlElement[], tag: string): void {
  const last = open.length > 1 ? open.pop() : undefined;
  if (last?.tag !== tag) throw new MalformedError(`the XML element ${tag} ends without a start`);
}

function addText(open: readonly XmlElement[], text: string): void {
  const parent = open.at(-1);
  if (parent === undefined) return;
  if (open.length === 1 && text.trim() !== "") throw new MalformedError("XML has text outside its element");
  const before = parent.children.at(-1);
  if (before === undefined) parent.text = (parent.text ?? "") + text;
  else before.tail = (before.tail ?? "") + text;
}

function attributesOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = "", double, single] of text.matchAll(ATTRIBUTE)) {
    if (name === "xmlns") throw new MalformedError("XML with name spaces is not read here");
    if (found.has(name)) throw new MalformedError(`the XML attribute ${name} stands there twice`);
    found.set(name, plainText((double ?? single ?? "").replace(/[\t\n\r]/g, " ")));
  }
  return found;
}

/** Text with characters in place of references. */
function plainText(text: string): string {
  return text.replace(/&([^;]*);?/g, (whole, name: string) => {
    const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? [];
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const found = decimal === undefined && hex === undefined ? ENTITIES[name] : character(code);
    if (found === undefined || !whole.endsWith(";"))
      throw new MalformedError(`the XML reference ${whole.slice(0, 20)} is not known`);
    return found;
  });
}

function character(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** The document in ASCII, as ElementTree writes it. */
export function xmlText({ tag, attributes, children, text, tail }: XmlElement): string {
  const shown = [...attributes].map(([name, value]) => ` ${name}="${escaped(value, true)}"`).join("");
  const inside = escaped(text ?? "", false) + children.map(xmlText).join("");
  const end = escaped(tail ?? "", false);
  return inside === "" ? `<${tag}${shown} />${end}` : `<${tag}${shown}>${inside}</${tag}>${end}`;
}

function escaped(text: string, isAttribute: boolean): string {
  const plain = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quoted = isAttribute
    ? plain
        .replaceAll('"', "&quot;")
        .replace(/[\t\n\r]/g, (char) => `&#${String(char.charCodeAt(0)).padStart(2, "0")};`)
    : plain;
  return quoted.replace(/[^\0-\x7f]/gu, (char) => `&#${char.codePointAt(0)};`);
}
