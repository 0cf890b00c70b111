/**
 * Dicts and lists as XML.
 */

import { PyError, templateError, valueError } from "../value/errors.js";
import { iterate } from "../value/iterate.js";
import { escapeText } from "../value/markup.js";
import { str } from "../value/repr.js";
import { isNumeric, isText, tuple, type Val } from "../value/types.js";

interface Element {
  readonly tag: string;
  readonly attributes: [string, string][];
  text: string;
  readonly children: Element[];
}

function pairs(value: Val): readonly Val[] {
  if (value instanceof Map) return [...value].map((entry) => tuple(entry));
  if (!Array.isArray(value)) throw templateError("Value is not a dict or list. Cannot render as XML");
  if (value.length === 0) throw new PyError("IndexError", "list index out of range");
  return isText(value[0]) ? value : [];
}

function pairOf(item: Val): readonly [Val, Val] {
  const parts = Array.from(iterate(item));
  if (parts.length > 2) throw valueError("too many values to unpack (expected 2)");
  if (parts.length < 2) throw valueError(`not enough values to unpack (expected 2, got ${parts.length})`);
  return [parts[0], parts[1]];
}

function isNested(item: Val): boolean {
  const second = isText(item) ? Array.from(iterate(item))[1] : (item as readonly Val[])[1];
  if (second === undefined) throw new PyError("IndexError", "string index out of range");
  return second instanceof Map || Array.isArray(second);
}

/** Salt's recursion, in which a list yields a sibling for each of its items. */
function build(items: readonly Val[], parent: Element | undefined): Element | undefined {
  let made: Element | undefined;
  for (const item of items) {
    const [tag, content] = pairOf(item);
    if (Array.isArray(content)) {
      for (const each of content) build([tuple([tag, each])], parent);
    } else {
      made = { tag: str(tag), attributes: [], text: "", children: [] };
      parent?.children.push(made);
    }
    if (isText(content) || isNumeric(content)) {
      if (made !== undefined) made.text = str(content);
      continue;
    }
    if (content instanceof Map && made !== undefined) {
      for (const [key, value] of content) {
        if (!(value instanceof Map) && !Array.isArray(value)) made.attributes.push([str(key), str(value)]);
      }
    }
    for (const inner of pairs(content).filter(isNested)) build([inner], made);
  }
  return made;
}

function write(element: Element, indent: string): string {
  const attributes = element.attributes.map(([key, value]) => ` ${key}="${attributeText(value)}"`).join("");
  const head = `${indent}<${element.tag}${attributes}`;
  if (element.children.length === 0) {
    return element.text === "" ? `${head}/>\n` : `${head}>${bodyText(element.text)}</${element.tag}>\n`;
  }
  const children = element.children.map((child) => write(child, `${indent} `)).join("");
  const text = element.text === "" ? "" : `${indent} ${bodyText(element.text)}\n`;
  return `${head}>\n${text}${children}${indent}</${element.tag}>\n`;
}

function bodyText(text: string): string {
  return escapeText(text).replaceAll("&#39;", "'").replaceAll("&#34;", "&quot;");
}

function attributeText(text: string): string {
  return bodyText(text);
}

/** The XML document of a value. */
export function xmlText(value: Val): string {
  const root = build(pairs(value), undefined);
  if (root === undefined) throw new PyError("AttributeError", "'NoneType' object has no attribute 'iter'");
  return `<?xml version="1.0" ?>\n${write(root, "")}`;
}
