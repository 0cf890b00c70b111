/**
 * What the description of a virtual machine says of its parts.
 */
import type { Value } from "@salt/core";
import type { XmlElement } from "../xml-functions/xml-text.js";

function below(root: XmlElement, ...tags: readonly string[]): readonly XmlElement[] {
  let found: readonly XmlElement[] = [root];
  for (const tag of tags)
    found = found.flatMap((element) => element.children.filter((child) => child.tag === tag));
  return found;
}

/** Addresses of network cards. */
export function macsIn(root: XmlElement): Value {
  return below(root, "devices", "interface", "mac").map((mac) => mac.attributes.get("address") ?? null);
}

/** Network cards by their addresses. */
export function nicsIn(root: XmlElement): Value {
  const found = new Map<Value, Value>();
  for (const card of below(root, "devices", "interface")) {
    const nic = new Map<Value, Value>([["type", card.attributes.get("type") ?? null]]);
    for (const part of card.children) {
      const at = (name: string): Value => part.attributes.get(name) ?? null;
      if (part.tag === "mac") nic.set("mac", at("address"));
      else if (part.tag === "model") nic.set("model", at("type"));
      else if (part.tag === "target") nic.set("target", at("dev"));
      else if (/^(driver|source|address|virtualport)/.test(part.tag))
        nic.set(part.tag, new Map(part.attributes));
    }
    const mac = nic.get("mac");
    if (mac !== undefined) found.set(mac, nic);
  }
  return found;
}

/** The screen, with the text `None` for what is not said. */
export function graphicsIn(root: XmlElement): Value {
  const found = new Map<Value, Value>(
    ["autoport", "keymap", "listen", "port", "type"].map((name) => [name, "None"]),
  );
  for (const screen of below(root, "devices", "graphics"))
    for (const [name, value] of screen.attributes) found.set(name, value);
  return found;
}

/** The firmware. */
export function loaderIn(root: XmlElement): Value {
  const found = new Map<Value, Value>([["path", "None"]]);
  for (const loader of below(root, "os", "loader")) {
    found.set("path", loader.text);
    for (const [name, value] of loader.attributes) found.set(name, value);
  }
  return found;
}
