/**
 * Passwords as PostgreSQL keeps them: MD5 with the role's name, or SCRAM-SHA-256.
 */
import { createHash, createHmac, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { Value } from "@salt/core";
import { pythonStr } from "@salt/core";
import { PythonError } from "../../values/python-error.js";

const derive = promisify(pbkdf2);

/** What real Salt takes when a caller does not say. */
export const DEFAULT_METHOD = "md5";
const SCRAM = "SCRAM-SHA-256";
const ROUNDS = 4096;
const SALT_BYTES = 16;

/**
 * A password as it goes to the server: hashed unless it is already, or `method` is false.
 * Throws PythonError (ValueError) for a method that there is not.
 */
export async function storedPassword(role: string, password: string, method: Value): Promise<string> {
  switch (methodName(method)) {
    case false:
      return password;
    case "scram-sha-256":
      return password.startsWith(SCRAM) ? password : await scramOf(password);
    case "md5":
      return password.startsWith("md5") ? password : md5Of(role, password);
    default:
      throw new PythonError("ValueError", `Unknown password algorithm: ${pythonStr(method)}`);
  }
}

/** Whether what a server keeps belongs to a password. */
export async function passwordFits(
  role: string,
  password: string,
  kept: string,
  method: Value,
): Promise<boolean> {
  switch (methodName(method)) {
    case false:
      return kept === password;
    case "md5":
      return kept === (password.startsWith("md5") ? password : md5Of(role, password));
    case "scram-sha-256": {
      if (password.startsWith(SCRAM)) return kept === password;
      const [, rounds, salt] = /^SCRAM-SHA-256\$(\d{1,8}):([^$]+)\$/.exec(kept) ?? [];
      if (rounds === undefined || salt === undefined) return false;
      return kept === (await scramOf(password, Buffer.from(salt, "base64"), Number(rounds)));
    }
    default:
      return false;
  }
}

function methodName(method: Value): Value {
  return method === true ? "md5" : method;
}

function md5Of(role: string, password: string): string {
  return `md5${createHash("md5").update(`${password}${role}`).digest("hex")}`;
}

async function scramOf(
  password: string,
  salt: Uint8Array = randomBytes(SALT_BYTES),
  rounds = ROUNDS,
): Promise<string> {
  const salted = await derive(prepared(password), salt, rounds, 32, "sha256");
  const keyOf = (name: string): Buffer => createHmac("sha256", salted).update(name).digest();
  const stored = createHash("sha256").update(keyOf("Client Key")).digest("base64");
  const head = `${SCRAM}$${rounds}:${Buffer.from(salt).toString("base64")}`;
  return `${head}$${stored}:${keyOf("Server Key").toString("base64")}`;
}

/** The preparation of RFC 4013, without its list of letters that must not be used. */
function prepared(password: string): string {
  const spaces = password.replace(/[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g, " ");
  const nothing = /\u00ad|\u034f|\u1806|[\u180b-\u180d]|[\u200c\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/g;
  return spaces.replace(nothing, "").normalize("NFKC");
}
