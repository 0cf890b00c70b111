/**
 * Checking a name and a password against the lines of a password file.
 */
import { createHash } from "node:crypto";
import type { AuthContext, NameAndPassword } from "@salt/core";
import { ConfigError, getString } from "@salt/core";
import { secretsEqual } from "../secret-equal.js";
import { askSystem } from "../system/ask-system.js";
import { apacheMd5 } from "./md5-crypt.js";
import type { PasswordFile } from "./password-file.js";

/** The digests that Salt's `hashutil.digest` knows. */
const DIGESTS: readonly string[] = ["md5", "sha256", "sha512"];
/** Forms of htpasswd that the system's libcrypt checks: bcrypt, SHA-2, MD5, yescrypt and their kin, and DES. */
const SYSTEM_HASH = /^(\$(?!apr1\$)[\w-]+\$[\x21-\x7e]{1,256}|[./0-9A-Za-z]{13})$/;

/** Whether the lines have the name with this password. The first line of a name counts. Throws ConfigError. */
export async function isPasswordOf(
  { username, password }: NameAndPassword,
  file: PasswordFile,
  lines: readonly string[],
  context: AuthContext,
): Promise<boolean> {
  if (username === "") return false;
  if (file.type === "text") return inText(username, password, file, lines);
  if (username.includes(":")) return false;
  if (file.type === "htdigest") return inDigest(username, password, file.realm ?? "", lines);
  const hashed = lines.map((line) => line.split(":")).find(([name]) => name === username)?.[1];
  return hashed !== undefined && (await isHashOf(password, hashed, context));
}

function inText(username: string, password: string, file: PasswordFile, lines: readonly string[]): boolean {
  const { hashType, separator, nameField, passwordField } = file;
  for (const line of lines) {
    const fields = line.split(separator);
    if (fields[nameField] !== username) continue;
    const kept = fields[passwordField];
    if (kept === undefined) return false;
    return secretsEqual(kept, hashType === "plaintext" ? password : digestOf(password, hashType));
  }
  return false;
}

function digestOf(password: string, hashType: string): string {
  if (!DIGESTS.includes(hashType)) {
    throw new ConfigError(`The auth system file knows the ^hashtype plaintext, ${DIGESTS.join(", ")} only`);
  }
  return createHash(hashType).update(password, "utf8").digest("hex");
}

/** Lines of `htdigest` are `name:realm:digest`, the digest over name, realm and password. */
function inDigest(username: string, password: string, realm: string, lines: readonly string[]): boolean {
  const start = `${username}:${realm}:`;
  const line = lines.find((each) => each.startsWith(start));
  const digest = createHash("md5").update(`${start}${password}`, "utf8").digest("hex");
  return line !== undefined && secretsEqual(line.slice(start.length).toLowerCase(), digest);
}

async function isHashOf(password: string, hashed: string, context: AuthContext): Promise<boolean> {
  if (hashed.startsWith("{SHA}")) {
    return secretsEqual(hashed.slice(5), createHash("sha1").update(password, "utf8").digest("base64"));
  }
  if (hashed.startsWith("$apr1$")) return secretsEqual(hashed, apacheMd5(password, hashed));
  if (!SYSTEM_HASH.test(hashed) || password.includes("\0")) {
    // A password in plain text among hashes would make every hash that is not known a password.
    context.log.warn({}, "A line of the htpasswd file has a form that is not served");
    return false;
  }
  const made = getString(await askSystem({ do: "crypt", password, hashed }, context), "hash") ?? "";
  return made.length > 2 && secretsEqual(made, hashed);
}
