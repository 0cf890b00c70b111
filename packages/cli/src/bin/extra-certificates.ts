/**
 * The certificates of `NODE_EXTRA_CA_CERTS`, read when a program first comes near TLS. Node 20 reads them before
 * anything else, which takes longer than most commands; the first lines of the programs therefore put the variable
 * aside, and this file gives it back to the environment, and to TLS what it names.
 */
import { readFileSync } from "node:fs";
import type { SecureContextOptions } from "node:tls";

/** Where the first lines of `packages/cli/bin/*.js` put the variable. */
const ASIDE = "SALT_NODE_EXTRA_CA_CERTS";

/** What is imported from outside the bundle, and cannot bring TLS with it. */
const WITHOUT_TLS = /^(?:node:(?!https|http2|tls$)|zeromq$|better-sqlite3$)/;

/** What of Node's module `tls` is used here; newer versions can name what they trust by themselves. */
interface Tls {
  createSecureContext(options?: SecureContextOptions): unknown;
  readonly rootCertificates: readonly string[];
  getCACertificates?(type: "default"): readonly string[];
}

/**
 * Gives the variable back to the environment, which child processes inherit. Returns what is to be called before
 * anything outside the bundle is imported.
 */
export function deferExtraCertificates(
  env: NodeJS.ProcessEnv,
  require: NodeJS.Require,
): (specifier: string) => void {
  const path = env[ASIDE];
  if (path === undefined) return () => {};
  delete env[ASIDE];
  env.NODE_EXTRA_CA_CERTS = path;
  let trusted = false;
  const trust = (): void => {
    if (!trusted) trustAlso(path, require("node:tls"));
    trusted = true;
  };
  const { fetch } = globalThis;
  globalThis.fetch = (...request) => {
    trust();
    return fetch(...request);
  };
  return (specifier) => {
    if (!WITHOUT_TLS.test(specifier)) trust();
  };
}

/** Adds the certificates of a file to those that are trusted where nothing else is said, as Node does. */
function trustAlso(path: string, tls: Tls): void {
  const extra = certificatesOf(path);
  if (extra === undefined) return;
  const create = tls.createSecureContext;
  let ca: string[] | undefined;
  tls.createSecureContext = (options) => {
    ca ??= [...(tls.getCACertificates?.("default") ?? tls.rootCertificates), extra];
    return create({ ...options, ca: options?.ca ?? ca });
  };
}

/** A file that cannot be read is passed over with a warning, as Node does. */
function certificatesOf(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    process.emitWarning(`NODE_EXTRA_CA_CERTS is not used: ${path} cannot be read (${String(error)}).`);
    return undefined;
  }
}
