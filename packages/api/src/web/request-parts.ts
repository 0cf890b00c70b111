/**
 * Parts of a request: its path, cookies and header fields.
 */
import type { IncomingMessage } from "node:http";
import { WebError } from "./web-error.js";

/** What a request asks for. */
export interface RequestAddress {
  /** The parts of the path below the server's prefix, decoded; empty ones have fallen away. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

/** The address of a request. Throws WebError: 400 for what is out of form, 404 outside the prefix. */
export function addressOf(target: string, prefix: string): RequestAddress {
  const mark = target.indexOf("?");
  const whole = mark < 0 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1));
  const base = prefix.replace(/\/+$/, "");
  if (whole !== base && !whole.startsWith(`${base}/`)) throw new WebError(404, "Not Found");
  const parts = whole.slice(base.length).split("/");
  return { path: parts.filter((part) => part !== "").map(decoded), query };
}

/** Parts become tags of events, ids and targets: none of these has control characters, which lines are made of. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const BAD_PATH = "The path is out of form";

function decoded(part: string): string {
  const text = decodedText(part);
  if (CONTROL.test(text)) throw new WebError(400, BAD_PATH);
  return text;
}

function decodedText(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new WebError(400, BAD_PATH);
  }
}

/** A cookie of a request. */
export function cookieOf({ headers }: IncomingMessage, name: string): string | undefined {
  for (const pair of (headers.cookie ?? "").split(";")) {
    const [key, value] = pair.split("=").map((word) => word.trim());
    if (key === name && value !== undefined) return value.replace(/^"|"$/g, "");
  }
  return undefined;
}

/** Header fields that came once. */
export function plainHeaders({ headers }: IncomingMessage): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([, value]) => typeof value === "string"),
  ) as Record<string, string>;
}

/** Header fields by names as Salt's server writes them, and the address of who asks among them. */
export function titledHeaders({ headers }: IncomingMessage, ip: string): ReadonlyMap<string, string> {
  const titled = new Map<string, string>([["Remote-Addr", ip]]);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) titled.set(title(name), Array.isArray(value) ? value.join(", ") : value);
  }
  return titled;
}

function title(name: string): string {
  return name.replace(/[a-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}
