/**
 * The auth systems that come along, by name: commands need the names and none of their code.
 */

/** Names for `-a`, sorted. */
export const AUTH_SYSTEMS: readonly string[] = [
  "auto",
  "django",
  "file",
  "keystone",
  "ldap",
  "mysql",
  "pam",
  "pki",
  "rest",
  "sharedsecret",
  "yubico",
];
