/**
 * General names: the many forms in which certificates name hosts, addresses and people.
 */
import { domainToASCII } from "node:url";
import { GeneralName, OtherName } from "@peculiar/asn1-x509";
import type { Value } from "@salt/core";
import {
  addressVersion,
  CommandExecutionError,
  get,
  isDict,
  isList,
  parseNetwork,
  pythonStr,
} from "@salt/core";
import { nameText, parseName } from "./distinguished-name.js";
import { derOfText, textOfDer } from "./simple-der.js";

/** A kind and a value, e.g. `dns` and `example.com`. */
export type NamePair = readonly [kind: string, value: Value];

/** Pairs of what a user gives: a text as OpenSSL has it, or a list of texts and maps; `critical` is left out. */
export function namePairs(given: Value): readonly NamePair[] {
  const items: readonly Value[] =
    typeof given === "string" ? given.split(",") : isList(given) ? given : [given];
  return items.flatMap((item): readonly NamePair[] => {
    if (isDict(item)) return [...item].map(([kind, value]): NamePair => [pythonStr(kind), value]);
    const text = pythonStr(item).trim();
    return text === "critical" || text === "" ? [] : [pairOf(text)];
  });
}

/** `dns:example.com` as a pair. Throws CommandExecutionError. */
export function pairOf(text: string): NamePair {
  const at = text.indexOf(":");
  if (at < 0) throw new CommandExecutionError(`A general name needs its kind before a colon: ${text}`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/** Makes general names; `isScope` for those of nameConstraints, which name whole ranges. Throws CommandExecutionError. */
export function generalNames(pairs: readonly NamePair[], isScope = false): GeneralName[] {
  return pairs.map(([kind, value]) => generalName(kind.toLowerCase(), value, isScope));
}

function generalName(kind: string, value: Value, isScope: boolean): GeneralName {
  if (kind === "dirname") return new GeneralName({ directoryName: parseName(value) });
  if (kind === "othername") return new GeneralName({ otherName: otherName(value) });
  const text = pythonStr(value);
  if (kind === "dns") return new GeneralName({ dNSName: domain(text, isScope) });
  if (kind === "email") return new GeneralName({ rfc822Name: mailbox(text, isScope) });
  if (kind === "uri")
    return new GeneralName({ uniformResourceIdentifier: isScope ? domain(text, true) : address(text) });
  if (kind === "ip") return new GeneralName({ iPAddress: ipAddress(text, isScope) });
  if (kind === "rid" && /^[012](?:\.\d+)+$/.test(text)) return new GeneralName({ registeredID: text });
  throw new CommandExecutionError(`GeneralName type ${kind} is invalid`);
}

/** A name of hosts in the form of the DNS; a leading dot only in scopes, a star only outside of them. */
function domain(text: string, isScope: boolean): string {
  const [, prefix = "", rest = ""] = (isScope ? /^(\.?)(.*)$/ : /^(\*\.)?(.*)$/).exec(text) ?? [];
  if (!isScope && rest.startsWith("."))
    throw new CommandExecutionError("Leading dots are not allowed in this context");
  if (rest.includes("*")) throw new CommandExecutionError("Wildcards are not allowed in this context");
  const isPlain = /^(?!-)[A-Za-z0-9_-]{1,63}(?:\.(?!-)[A-Za-z0-9_-]{1,63})*$/.test(rest);
  const encoded = isPlain ? rest : domainToASCII(rest);
  if (encoded === "" || /[^A-Za-z0-9._-]/.test(encoded))
    throw new CommandExecutionError(`Not a valid domain name: ${text}`);
  return prefix + encoded;
}

function mailbox(text: string, isScope: boolean): string {
  const at = text.lastIndexOf("@");
  if (at < 0 && isScope) return domain(text, true);
  const [user, host] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (at < 1 || !/^[\x21-\x7e]+$/.test(user))
    throw new CommandExecutionError(`Not a valid email in this context: ${text}`);
  return `${user}@${domain(host, false)}`;
}

function address(text: string): string {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text)) throw new CommandExecutionError("URI must contain a scheme");
  if (/%(?![0-9A-Fa-f]{2})/.test(text))
    throw new CommandExecutionError(`Invalid percent-encoding in URI: ${text}`);
  return encodeURI(text).replaceAll("%25", "%");
}

function ipAddress(text: string, isScope: boolean): string {
  const isAddress = addressVersion(text) !== 0;
  if (isAddress && !isScope) return text;
  const bits = addressVersion(text) === 6 ? 128 : 32;
  const network = isAddress ? `${text}/${bits}` : withPrefix(text);
  if (isScope && parseNetwork(network) !== undefined) return network;
  throw new CommandExecutionError(
    `'${text}' does not appear to be an IPv4 or IPv6 ${isScope ? "network" : "address"}`,
  );
}

/** `192.168.0.0/255.255.0.0` with the number of bits. */
function withPrefix(text: string): string {
  const [host = "", mask = ""] = text.split("/");
  if (addressVersion(mask) !== 4) return text;
  const bits = mask
    .split(".")
    .map((part) => Number(part).toString(2).padStart(8, "0"))
    .join("");
  return /^1*0*$/.test(bits) ? `${host}/${bits.replaceAll("0", "").length}` : text;
}

function otherName(value: Value): OtherName {
  if (isDict(value)) {
    const typeId = pythonStr(get(value, "oid") ?? "");
    const der = get(value, "der");
    const inner = der === undefined ? derOfText(get(value, "value") ?? null) : rawDer(pythonStr(der));
    return new OtherName({ typeId, value: inner });
  }
  const [, typeId = "", text] = /^([\d.]+);UTF8:(.*)$/s.exec(pythonStr(value)) ?? [];
  if (text === undefined) throw new CommandExecutionError("otherName needs the form OID;UTF8:text");
  return new OtherName({ typeId, value: derOfText(text) });
}

function rawDer(text: string): ArrayBuffer {
  const [, form, data = ""] = /^(hex|b64):(.*)$/s.exec(text) ?? [];
  if (form === undefined) throw new CommandExecutionError("der of otherName begins with hex: or b64:");
  return Uint8Array.from(Buffer.from(data, form === "hex" ? "hex" : "base64")).buffer;
}

/** A general name for people, as Salt prints it. */
export function generalNameText(name: GeneralName): string {
  if (name.dNSName !== undefined) return `DNS:${name.dNSName}`;
  if (name.directoryName !== undefined) return `dirName:${nameText(name.directoryName)}`;
  if (name.iPAddress !== undefined) return `IP:${exploded(name.iPAddress)}`;
  if (name.rfc822Name !== undefined) return `email:${name.rfc822Name}`;
  if (name.registeredID !== undefined) return `RID:${name.registeredID}`;
  if (name.uniformResourceIdentifier !== undefined) return `URI:${name.uniformResourceIdentifier}`;
  if (name.otherName === undefined) return "(a name of a kind that is not shown)";
  const text = textOfDer(name.otherName.value);
  const shown =
    text === undefined ? `<hex:${Buffer.from(name.otherName.value).toString("hex")}>` : `UTF8:${text}`;
  return `otherName:${name.otherName.typeId};${shown}`;
}

/** An address of IPv6 with all its digits. */
function exploded(text: string): string {
  const [host = "", bits] = text.split("/");
  if (!host.includes(":")) return text;
  const [left = "", right] = host.split("::");
  const head = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const middle = right === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => "0");
  const whole = [...head, ...middle, ...tail].map((group) => group.padStart(4, "0")).join(":");
  return bits === undefined ? whole : `${whole}/${bits}`;
}
