/**
 * The path of a request: `|` in front takes it as it is, `?saltenv=…&index=…` behind it says where to look.
 */
import { isEnvironmentName, relativePath } from "@salt/core";

/** Where a request wants a file from. */
export interface FileAddress {
  readonly path: string;
  readonly saltenv: string;
  /** The only root to look in, counted from 0. */
  readonly index: number | undefined;
}

/** Reads the path of a request for an environment; undefined for what can name no file. */
export function readFileAddress(text: string, saltenv: string): FileAddress | undefined {
  const isEscaped = text.startsWith("|");
  const [name = "", query = ""] = isEscaped ? [text.replace(/^\|+/, "")] : text.split("?");
  // Real Salt refuses these even where the path would stay inside.
  if (name.includes("../")) return undefined;
  const path = relativePath(name);
  const asked = readQuery(query);
  const environment = asked.get("saltenv") ?? saltenv;
  const index = asked.get("index");
  if (path === undefined || !isEnvironmentName(environment)) return undefined;
  if (index === undefined) return { path, saltenv: environment, index: undefined };
  return /^\d{1,4}$/.test(index) ? { path, saltenv: environment, index: Number(index) } : undefined;
}

function readQuery(query: string): ReadonlyMap<string, string> {
  const pairs = query.split("&").filter((part) => part.includes("="));
  return new Map(
    pairs.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)] as const),
  );
}
