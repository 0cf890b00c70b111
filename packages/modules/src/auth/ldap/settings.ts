/**
 * The options `auth.ldap.*` of the master.
 */
import type { Dict, Value } from "@salt/core";
import { ConfigError, isInt, isTruthy } from "@salt/core";

/** How a directory is reached and what its entries are called. */
export interface LdapSettings {
  readonly program: string;
  readonly uri: string;
  readonly startTls: boolean;
  readonly verifies: boolean;
  readonly basedn: string;
  readonly scope: "base" | "one" | "sub";
  /** Who searches; a template for the user's own name where there is no password. */
  readonly binddn: string;
  readonly bindpw: string;
  /** The template that finds a user's entry. */
  readonly filter: string;
  readonly kind: "posix" | "activedirectory" | "freeipa";
  readonly groupBase: string;
  readonly groupFilter: string;
  readonly accountAttribute: string;
  readonly groupAttribute: string;
  readonly groupClass: string;
  readonly personType: string;
}

const SCOPES = ["base", "one", "sub"] as const;
/** Names of attributes and classes stand in filters and among the words of a command. */
const ATTRIBUTE = /^[A-Za-z][A-Za-z0-9.-]*$/;

/** Reads them, with Salt's defaults. Throws ConfigError. */
export function ldapSettings(opts: Dict): LdapSettings {
  const option = new Options(opts);
  if (option.flag("anonymous")) throw wrong("anonymous is not served: it lets in names without a password");
  if (option.flag("tls") && option.flag("starttls"))
    throw wrong("tls and auth.ldap.starttls exclude each other");
  const basedn = option.text("basedn", "");
  return {
    program: option.text("ldapsearch", "ldapsearch"),
    uri: uriOf(option),
    startTls: option.flag("starttls"),
    verifies: !option.flag("no_verify"),
    basedn,
    scope: SCOPES[Number(option.text("scope", "2"))] ?? "sub",
    binddn: option.text("binddn", ""),
    bindpw: option.text("bindpw", ""),
    filter: option.text("filter", ""),
    kind: option.flag("activedirectory") ? "activedirectory" : option.flag("freeipa") ? "freeipa" : "posix",
    groupBase: groupBase(option, basedn),
    groupFilter: option.text("group_filter", ""),
    accountAttribute: option.name("accountattributename", "memberUid"),
    groupAttribute: option.name("groupattribute", "memberOf"),
    groupClass: option.name("groupclass", "posixGroup"),
    personType: option.name("persontype", "person"),
  };
}

function uriOf(option: Options): string {
  const scheme = option.flag("tls") ? "ldaps" : "ldap";
  const given = option.text("uri", "");
  const uri =
    given !== "" ? given : `${scheme}://${option.text("server", "localhost")}:${option.text("port", "389")}`;
  if (!/^ldap(s|i)?:\/\/\S*$/.test(uri)) throw wrong("uri must begin with ldap://, ldaps:// or ldapi://");
  return uri;
}

function groupBase(option: Options, basedn: string): string {
  if (option.flag("freeipa")) return option.text("group_basedn", basedn);
  const unit = option.text("groupou", "Groups");
  return unit === "" ? basedn : `ou=${unit},${basedn}`;
}

/** Reads single options. */
class Options {
  readonly #opts: Dict;

  constructor(opts: Dict) {
    this.#opts = opts;
  }

  text(name: string, fallback: string): string {
    const value: Value | undefined = this.#opts.get(`auth.ldap.${name}`);
    if (value === undefined || value === null || value === "") return value === "" ? "" : fallback;
    if (typeof value === "string") return value;
    if (isInt(value)) return String(value);
    // An empty group unit is often written as false.
    if (value === false) return "";
    throw wrong(`${name} must be a text`);
  }

  name(name: string, fallback: string): string {
    const text = this.text(name, fallback);
    if (ATTRIBUTE.test(text)) return text;
    throw wrong(`${name} must be a name of letters, digits, dots and dashes`);
  }

  flag(name: string): boolean {
    return isTruthy(this.#opts.get(`auth.ldap.${name}`) ?? false);
  }
}

function wrong(what: string): ConfigError {
  return new ConfigError(`auth.ldap.${what}`);
}
