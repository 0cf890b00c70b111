/**
 * Keys and known hosts of SSH.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Plain } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainName } from "./program/run-program.js";
import { hostFunctions } from "./ssh-functions/host-functions.js";
import { keyFunctions } from "./ssh-functions/key-functions.js";
import { ownerOf } from "./ssh-functions/paths.js";

const HOST_KEY = /^ssh_host_(.+)_key((-cert)?\.pub)?/;
const KINDS = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"];

export const ssh = executionModule("ssh", {
  doc: "Keys and known hosts of SSH.",
  available: () =>
    findProgram("ssh") === undefined
      ? "The module requires the ssh binary. (apt-get install openssh-client)"
      : true,
  functions: {
    ...keyFunctions,
    ...hostFunctions,
    host_keys: fileFn({
      doc: "The keys of this machine.",
      examples: ["salt '*' ssh.host_keys keydir=/etc/ssh private=False"],
      params: {
        keydir: maybe.str(null, "The directory of the keys."),
        private: maybe.bool(true, "The private ones, too."),
        certs: maybe.bool(true, "Certificates, too."),
      },
      run: (args): Plain => {
        const found = new Map<string, string>();
        const folder = args.keydir ?? "/etc/ssh";
        for (const file of readdirSync(folder)) {
          const [, kind, pub, cert] = HOST_KEY.exec(file) ?? [];
          const isHidden = (pub === undefined && !args.private) || (cert !== undefined && !args.certs);
          if (kind === undefined || isHidden) continue;
          found.set(kind + (pub ?? ""), textOf(join(folder, file)).trim());
        }
        return found;
      },
    }),
    user_keys: fileFn({
      doc: "The keys of an account, a list of them, or all: public and private ones.",
      examples: ["salt '*' ssh.user_keys user=user1 prvfile=False"],
      params: {
        user: maybe.any(null, "The account, or a list of them."),
        pubfile: maybe.any(null, "The file of a public key; false for none."),
        prvfile: maybe.any(null, "The file of a private key; false for none."),
      },
      run: async (args, context): Promise<Plain> => {
        const given = isTruthy(args.user) ? args.user : await context.call("user.list_users");
        const chosen = (value: typeof args.pubfile, usual: readonly string[]): readonly string[] =>
          isTruthy(value) ? [pythonStr(value)] : value === false ? [] : usual;
        const publicKeys = chosen(
          args.pubfile,
          KINDS.map((kind) => `${kind}.pub`),
        );
        const files = [...publicKeys, ...chosen(args.prvfile, KINDS)];
        const found = new Map<string, Plain>();
        for (const account of isList(given) ? given : [given]) {
          const owner = await ownerOf(plainName(account, "user"), context);
          const paths = files.map((file) => (file.startsWith("/") ? file : `${owner?.home}/.ssh/${file}`));
          const keys = paths.filter((path) => owner !== undefined && existsSync(path));
          if (keys.length > 0)
            found.set(pythonStr(account), new Map(keys.map((path) => [basename(path), textOf(path).trim()])));
        }
        return found;
      },
    }),
    key_is_encrypted: fileFn({
      doc: "Whether a private key can only be used with a passphrase.",
      examples: ["salt '*' ssh.key_is_encrypted /root/id_rsa"],
      params: { key: needed.str("The file of the key.") },
      run: (args) => {
        if (!existsSync(args.key)) throw new SaltInvocationError(`${args.key} does not exist`);
        const text = readFileSync(args.key, "utf8");
        if (!/BEGIN (?:\w+\s)*PRIVATE KEY/.test(text))
          throw new CommandExecutionError(`${args.key} is not a private key`);
        return text.includes("ENCRYPTED");
      },
    }),
  },
});

/** The text of a file; empty when it cannot be read. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
