/**
 * Certificates and keys for a server that wants TLS.
 */
import { readFileSync } from "node:fs";
import type { Settings } from "./settings.js";

/** The texts of the files that settings name; undefined when they name none. Throws errors of the system. */
export function readTlsFiles(settings: Settings): { readonly [name: string]: string } | undefined {
  const found = (["ca", "cert", "key"] as const).flatMap((name) => {
    const path = settings.get(`ssl_${name}`);
    return path === undefined || path.toLowerCase() === "none" ? [] : [[name, readFileSync(path, "utf8")]];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
