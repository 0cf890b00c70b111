/**
 * The file with the certificates of authorities that are trusted, and bringing it up to date.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { errorText, getList, isDict, isList, pythonStr } from "@salt/core";

/** Where distributions keep it, in Salt's order. */
const PLACES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/pki/tls/certs/ca-bundle.trust.crt",
  "/etc/ssl/certs/ca-bundle.crt",
  "/var/lib/ca-certificates/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** The file to use: that of the option `ca_bundle`, one beside the files of the tree, or the system's. */
export function caBundle(opts: Dict): string | undefined {
  const chosen = opts.get("ca_bundle");
  const roots = opts.get("file_roots") ?? null;
  const base = isDict(roots) ? (getList(roots, "base") ?? []) : ["/srv/salt"];
  const beside = base.flatMap((root) =>
    ["cacert.pem", "ca-bundle.crt"].map((file) => join(pythonStr(root), file)),
  );
  return [...(typeof chosen === "string" ? [chosen] : []), ...beside, ...PLACES].find((path) =>
    existsSync(path),
  );
}

/** Appends files to another; what cannot be read or written is logged, as in Salt. */
export function appendFiles(target: string, files: Value, context: ExecutionContext): void {
  const names = typeof files === "string" ? [files] : files;
  if (!isList(names)) {
    context.log.error({}, "merge_files is neither a text nor a list");
    return;
  }
  try {
    const texts = names
      .map(pythonStr)
      .filter((path) => existsSync(path))
      .map((path) => `\n${readFileSync(path, "utf8")}`);
    if (texts.length > 0) appendFileSync(target, `\n${texts.join("")}`);
  } catch (error) {
    context.log.error({ target, reason: errorText(error) }, "Certificates cannot be appended");
  }
}
