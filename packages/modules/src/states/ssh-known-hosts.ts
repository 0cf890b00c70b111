/**
 * States of the hosts that SSH knows.
 */
import { maybe, needed, stateFn, stateModule } from "@salt/core";
import { hostAbsent, hostKnown } from "./ssh-known-hosts-functions/states.js";

const name = needed.str("The host.");
const user = maybe.str(null, "The account; the whole machine when not given.");
const config = maybe.str(null, "The file of known hosts, below the home of the account.");

export const sshKnownHosts = stateModule("ssh_known_hosts", {
  doc: "States of the hosts that SSH knows.",
  functions: {
    present: stateFn({
      doc: "Makes a host known, by a key that is given, or by those that it shows.",
      params: {
        name,
        user,
        fingerprint: maybe.str(null, "The fingerprint that one of its keys must have."),
        key: maybe.str(null, "Its key."),
        port: maybe.any(null, "The port: 22 when not given."),
        enc: maybe.str(null, "The kind of the key."),
        config,
        hash_known_hosts: maybe.bool(true, "Do not let the file tell the names of hosts."),
        timeout: maybe.any(5, "Seconds to wait for the host."),
        fingerprint_hash_type: maybe.str(null, "The digest of fingerprints: sha256 when not given."),
      },
      run: hostKnown,
    }),
    absent: stateFn({ doc: "Makes a host not known.", params: { name, user, config }, run: hostAbsent }),
  },
});
