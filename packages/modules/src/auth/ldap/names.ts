/**
 * Names of users in filters and distinguished names, where some characters mean something.
 */
import { ConfigError } from "@salt/core";

const USERNAME = /\{\{\s*username\s*\}\}/g;
/** Characters of names that would change the distinguished name they are put into. */
const IN_NAMES = /[,+"\\<>;=#\0\r\n]|^\s|\s$/;

/** A value as it stands in a filter. */
export function filterText(value: string): string {
  return value.replaceAll(/[\\*()\0]/g, (found) => `\\${found.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** Puts a user's name into a template of a filter. Throws ConfigError for other templates. */
export function renderFilter(template: string, username: string): string {
  const filter = rendered(template, filterText(username));
  return filter.startsWith("(") ? filter : `(${filter})`;
}

/** Puts a user's name into a template of a distinguished name; undefined for a name that does not fit into one. */
export function renderName(template: string, username: string): string | undefined {
  return IN_NAMES.test(username) ? undefined : rendered(template, username);
}

function rendered(template: string, text: string): string {
  if (template.replaceAll(USERNAME, "").includes("{{") || template.includes("{%")) {
    throw new ConfigError("Templates of auth.ldap know {{ username }} only");
  }
  return template.replaceAll(USERNAME, () => text);
}

/** The value of the first part of a distinguished name: `web` of `cn=web,ou=x`. */
export function firstValue(name: string): string {
  const part = name.split(",")[0] ?? "";
  return part.slice(part.lastIndexOf("=") + 1);
}
