/**
 * Reading the files of ifupdown.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Value } from "@salt/core";
import { isList, pythonRepr } from "@salt/core";
import { isFile } from "../file-functions/paths.js";
import type { Adapter, Stanza } from "./adapter.js";
import { newAdapter, newStanza } from "./adapter.js";
import { attributeFault } from "./faults.js";
import { isCardOption } from "./options.js";
import { isAttribute, lookAt } from "./validators.js";

/** The main file. */
export const INTERFACES_FILE = "/etc/network/interfaces";
/** The directory of further files. */
export const INTERFACES_DIR = "/etc/network/interfaces.d";
const COMMANDS: readonly string[] = ["up", "pre-up", "post-up", "down", "pre-down", "post-down"];

/** All interfaces that the files of this machine describe. Throws PythonError (`AttributeError`) for a broken line. */
export function readInterfaces(): Map<string, Adapter> {
  const more = existsSync(INTERFACES_DIR) ? readdirSync(INTERFACES_DIR) : [];
  const files = [INTERFACES_FILE, ...more.map((name) => `${INTERFACES_DIR}/${name}`)].filter(isFile);
  return parseInterfaces(files.map((file) => readFileSync(file, "utf8")));
}

/** All interfaces that texts of files describe; those without a stanza are left out. */
export function parseInterfaces(texts: readonly string[]): Map<string, Adapter> {
  const adapters = new Map<string, Adapter>();
  for (const text of texts) {
    let stanza: Stanza | undefined;
    let family = "";
    for (const line of text.split("\n")) {
      const words = line.trim().split(/\s+/);
      if (line.trim() === "" || line.trim().startsWith("#")) continue;
      if (line.startsWith("iface")) {
        [stanza, family] = openStanza(words, adapters);
      } else if (/^\s/.test(line)) {
        if (stanza !== undefined) addLine(stanza, family, line.trim());
      } else topLine(words, adapters);
    }
  }
  for (const [name, { families, sources }] of adapters)
    if (families.size === 0 && sources.length === 0) adapters.delete(name);
  return adapters;
}

function adapterFor(name: string, adapters: Map<string, Adapter>): Adapter {
  const found = adapters.get(name) ?? newAdapter(name);
  adapters.set(name, found);
  return found;
}

function openStanza(words: readonly string[], adapters: Map<string, Adapter>): [Stanza, string] {
  const [, name = "", family = "", method = ""] = words;
  if (words.length !== 4) throw attributeFault(`Interface file malformed: ${pythonRepr(words)}.`);
  const adapter = adapterFor(name, adapters);
  const stanza = adapter.families.get(family) ?? newStanza();
  adapter.families.set(family, stanza);
  stanza.attributes.set("addrfam", family).set("proto", method);
  return [stanza, family];
}

function topLine([word = "", ...names]: readonly string[], adapters: Map<string, Adapter>): void {
  if (word.startsWith("source")) adapterFor("source", adapters).sources.push(names[0] ?? "");
  for (const name of names) {
    if (word.startsWith("auto")) adapterFor(name, adapters).enabled = true;
    else if (word.startsWith("allow-hotplug")) adapterFor(name, adapters).hotplug = true;
  }
}

function addLine(stanza: Stanza, family: string, line: string): void {
  const [attribute = ""] = line.split(/\s+/);
  const text = line.slice(attribute.length).trim();
  const { attributes } = stanza;
  const append = (key: string, value: Value): void => {
    const now = attributes.get(key);
    attributes.set(key, [...(isList(now) ? now : []), value]);
  };
  if (isAttribute(attribute)) {
    const key = attribute.replaceAll("-", "_");
    const { value } = lookAt(attribute, text, family);
    if (key === "address" && attributes.has(key)) append("addresses", value);
    else attributes.set(key, value);
  } else if (isCardOption(attribute)) stanza.ethtool.set(attribute, text);
  else if (/^bond[_-]/.test(attribute)) stanza.bonding.set(attribute.slice(5), text);
  else if (/^bridge[_-]/.test(attribute)) stanza.bridging.set(attribute.slice(7), text);
  else if (COMMANDS.includes(attribute)) append(`${attribute.replaceAll("-", "_")}_cmds`, text);
}
