/**
 * Searches in an LDAP directory, by the package ldapts.
 */
import type { Dict } from "@salt/core";
import { CommandExecutionError, errorText } from "@salt/core";
import { loadDriver } from "./load-driver.js";
import { instance, method } from "./members.js";

/** Where a directory is and who asks it. */
export interface LdapPlace {
  /** `ldap://…` or `ldaps://…`. */
  readonly url: string;
  /** Whether the session has to become a TLS one before anything else. */
  readonly tls: boolean;
  /** Who asks; nobody in particular when absent. */
  readonly bind?: { readonly dn: string; readonly password: string };
}

/** What is searched for. */
export interface LdapSearch {
  readonly base: string;
  readonly scope: "base" | "one" | "sub";
  readonly filter: string;
  /** The attributes that are wanted; none for all. */
  readonly attributes: readonly string[];
}

/** An entry: its name, and the values of its attributes that have any. */
export interface LdapEntry {
  readonly dn: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

const TIMEOUT_MS = 10_000;
/** Entries of one search at most. */
const MAX_ENTRIES = 10_000;

/** Searches. Throws CommandExecutionError. */
export async function searchLdap(
  place: LdapPlace,
  search: LdapSearch,
  opts: Dict,
): Promise<readonly LdapEntry[]> {
  const driver = await loadDriver("ldapts", opts);
  const limits = { timeout: TIMEOUT_MS, connectTimeout: TIMEOUT_MS };
  const client = instance(driver, "Client", { url: place.url, ...limits });
  try {
    if (place.tls) await method(client, "startTLS")({});
    if (place.bind !== undefined) await method(client, "bind")(place.bind.dn, place.bind.password);
    const { base, scope, filter, attributes } = search;
    const options = { scope, filter, attributes: [...attributes], sizeLimit: MAX_ENTRIES };
    return entriesIn(await method(client, "search")(base, options));
  } catch (error) {
    throw new CommandExecutionError(`The directory ${place.url}: ${errorText(error)}`);
  } finally {
    await method(client, "unbind")();
  }
}

function entriesIn(told: unknown): readonly LdapEntry[] {
  const found: unknown = typeof told === "object" && told !== null ? Reflect.get(told, "searchEntries") : [];
  return (Array.isArray(found) ? found : []).map((entry: unknown) => {
    const members = Object.entries(typeof entry === "object" && entry !== null ? entry : {});
    const attributes = members.filter(([name]) => name !== "dn");
    const values = attributes.map(([name, value]): [string, readonly string[]] => [name, textsOf(value)]);
    const dn = members.find(([name]) => name === "dn")?.[1];
    return { dn: String(dn ?? ""), values: new Map(values.filter(([, texts]) => texts.length > 0)) };
  });
}

function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map((one: unknown) =>
    one instanceof Uint8Array ? Buffer.from(one).toString("utf8") : String(one),
  );
}
