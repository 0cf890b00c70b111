/**
 * Values and attributes in XML files.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Plain } from "@salt/core";
import { executionModule, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { PythonError } from "../values/python-error.js";
import { fileFn } from "./file-functions/system-error.js";
import { findElement } from "./xml-functions/find-element.js";
import type { XmlElement } from "./xml-functions/xml-text.js";
import { parseXml, xmlText } from "./xml-functions/xml-text.js";

const file = needed.str("The file.");
const element = needed.str("A path to the element, e.g. `.//element`.");

export const xml = executionModule("xml", {
  doc: "Values and attributes in XML files.",
  functions: {
    get_value: fileFn({
      doc: "The text of an element; false when there is none.",
      examples: ["salt '*' xml.get_value /tmp/test.xml './/element'"],
      params: { file, element },
      run: (args): Plain => {
        const found = findElement(read(args.file), args.element);
        return found === undefined ? false : found.text;
      },
    }),
    set_value: fileFn({
      doc: "Sets the text of an element; an exception when there is none, as in Salt.",
      examples: ["salt '*' xml.set_value /tmp/test.xml './/element' 'new value'"],
      params: { file, element, value: needed.any("The text.") },
      run: (args) =>
        change(args, "text", (found) => {
          found.text = pythonStr(args.value);
        }),
    }),
    get_attribute: fileFn({
      doc: "The attributes of an element; false when there is no such element.",
      examples: ["salt '*' xml.get_attribute /tmp/test.xml './/element[@id=\"3\"]'"],
      params: { file, element },
      run: (args): Plain => {
        const found = findElement(read(args.file), args.element);
        return found === undefined ? false : found.attributes;
      },
    }),
    set_attribute: fileFn({
      doc: "Sets an attribute of an element; an exception when there is none, as in Salt.",
      examples: ["salt '*' xml.set_attribute /tmp/test.xml './/element[@id=\"3\"]' editedby gal"],
      params: { file, element, key: needed.str("The attribute."), value: needed.any("Its value.") },
      run: (args) => {
        if (!/^[A-Za-z_][\w.-]*$/.test(args.key))
          throw new SaltInvocationError(`key ${JSON.stringify(args.key)} is no name of an attribute`);
        return change(args, "set", (found) => {
          found.attributes.set(args.key, pythonStr(args.value));
        });
      },
    }),
  },
});

function read(path: string): XmlElement {
  return parseXml(readFileSync(path, "utf8"));
}

function change(
  args: { readonly file: string; readonly element: string },
  member: string,
  edit: (found: XmlElement) => void,
): boolean {
  const root = read(args.file);
  const found = findElement(root, args.element);
  if (found === undefined)
    throw new PythonError("AttributeError", `'NoneType' object has no attribute '${member}'`);
  edit(found);
  writeFileSync(args.file, xmlText(root));
  return true;
}
