/**
 * Hosts that SSH knows, by their keys.
 */
import type { Plain } from "@salt/core";
import { isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { fileFn } from "../file-functions/system-error.js";
import {
  existingFile,
  giveTo,
  hashNames,
  hostWord,
  knownKeys,
  NO_HOST,
  scan,
  shownHosts,
} from "./known-hosts.js";
import { setHost } from "./set-host.js";

const user = maybe.str(null, "The account; the whole machine when not given.");
const hostname = maybe.any(null, "The host.");
const config = maybe.str(null, "The file of known hosts.");
const port = maybe.any(null, "The port: 22 when not given.");
const enc = maybe.any(null, "Only keys of this kind.");
const timeout = maybe.any(5, "Seconds to wait for the host.");
const hashType = maybe.str(null, "The digest of fingerprints: sha256 when not given.");
const hashes = maybe.bool(true, "Do not let the file tell the names of hosts.");
/** The functions, by name. */
export const hostFunctions = {
  get_known_host_entries: fileFn({
    doc: "The keys that are known of a host; nothing when it is not known.",
    examples: ["salt '*' ssh.get_known_host_entries root github.com"],
    params: {
      user: needed.any("The account."),
      hostname: needed.any("The host."),
      config,
      port,
      fingerprint_hash_type: hashType,
    },
    run: async (args, context): Promise<Plain> => {
      const known = await knownKeys(
        { ...args, user: args.user === null ? null : pythonStr(args.user) },
        context,
      );
      return "status" in known ? { ...known } : shownHosts(known);
    },
  }),
  recv_known_host_entries: fileFn({
    doc: "The keys that a host shows; nothing when it does not answer.",
    examples: ["salt '*' ssh.recv_known_host_entries github.com enc=ssh-ed25519 port=22"],
    params: {
      hostname: needed.any("The host."),
      enc,
      port,
      hash_known_hosts: hashes,
      timeout,
      fingerprint_hash_type: hashType,
    },
    run: async (args, context): Promise<Plain> => shownHosts(await scan(args, context)),
  }),
  check_known_host: fileFn({
    doc: "What has to be done so that a host is known: `add`, `update`, or `exists`.",
    examples: ["salt '*' ssh.check_known_host root github.com"],
    params: {
      user,
      hostname,
      key: maybe.str(null, "Its key."),
      fingerprint: maybe.str(null, "The fingerprint of its key."),
      config,
      port,
      fingerprint_hash_type: hashType,
    },
    run: async (args, context): Promise<Plain> => {
      if (!isTruthy(args.hostname)) return NO_HOST;
      const known = await knownKeys(args, context);
      if ("status" in known) return { ...known };
      if (known.length === 0) return "add";
      if (args.key) return known.some((one) => one.key === args.key) ? "exists" : "update";
      if (args.fingerprint)
        return known.some((one) => one.fingerprint === args.fingerprint) ? "exists" : "update";
      return "exists";
    },
  }),
  rm_known_host: fileFn({
    doc: "Forgets the keys of a host.",
    examples: ["salt '*' ssh.rm_known_host root github.com"],
    params: { user, hostname, config, port },
    run: async (args, context): Promise<Plain> => {
      if (!isTruthy(args.hostname)) return NO_HOST;
      const place = await existingFile(args.config, args.user, context);
      if ("status" in place) return { ...place };
      const words = ["ssh-keygen", "-R", hostWord(args.hostname, args.port), "-f", place.file];
      const comment = await context.call("cmd.run", [words], { python_shell: false });
      await giveTo(place.file, args.user, context);
      return { status: "removed", comment };
    },
  }),
  set_known_host: fileFn({
    doc: "Makes a host known, by a key that is given, or by those that it shows.",
    examples: ["salt '*' ssh.set_known_host user fingerprint='xx:xx:..:xx' hostname=github.com"],
    params: {
      user,
      hostname,
      fingerprint: maybe.str(null, "The fingerprint that one of its keys must have."),
      key: maybe.str(null, "Its key."),
      port,
      enc,
      config,
      hash_known_hosts: hashes,
      timeout,
      fingerprint_hash_type: hashType,
    },
    run: (args, context) => setHost(args, context),
  }),
  hash_known_hosts: fileFn({
    doc: "Makes a file of known hosts not tell their names.",
    examples: ["salt '*' ssh.hash_known_hosts"],
    params: { user, config },
    run: (args, context) => hashNames(args.config, args.user, context),
  }),
} as const;
