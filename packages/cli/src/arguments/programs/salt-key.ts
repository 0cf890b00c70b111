/**
 * The command line of salt-key.
 */
import { choice, flag, inGroup, intOr, text, textOr } from "../option.js";
import { defineProgram } from "../program.js";
import { basicOptions } from "./groups/basic.js";
import { CONSOLE_LEVELS, loggingOptions } from "./groups/logging.js";
import { outputOptions } from "./groups/output.js";

/** The command line of salt-key. */
export const saltKeyProgram = defineProgram({
  name: "salt-key",
  usage: "salt-key [options]",
  about: "Manages the keys of a master's minions.",
  options: {
    ...basicOptions,
    user: text(["-u", "--user"], "USER", "account to run as"),
    hard_crash: flag(["--hard-crash"], "let exceptions through with their traceback"),
    quiet: flag(["-q", "--quiet"], "print no messages, only what was asked for and questions"),
    yes: flag(["-y", "--yes"], "answer yes to every question"),
    rotate_aes_key: text(
      ["--rotate-aes-key"],
      "ROTATE_AES_KEY",
      "False keeps the session key when a key is deleted or rejected",
    ),
    preserve_minions: text(
      ["--preserve-minions"],
      "PRESERVE_MINIONS",
      "True keeps the cached data of minions whose keys go",
    ),
    ...inGroup("External Authentication", {
      eauth: text(
        ["--auth", "--eauth", "--external-auth"],
        "EAUTH",
        "authenticate through this external system",
      ),
      mktoken: flag(["-T", "--make-token"], "store a token after authenticating, for later runs"),
      username: text(["--username"], "USERNAME", "name for external authentication"),
      password: text(["--password"], "PASSWORD", "secret for external authentication"),
    }),
    ...outputOptions,
    ...inGroup("Actions", {
      list: text(
        ["-l", "--list"],
        "ARG",
        "list keys of one state: pre/un/unaccepted, acc/accepted, den/denied, rej/rejected, all",
      ),
      list_all: flag(["-L", "--list-all"], "list all keys"),
      accept: text(
        ["-a", "--accept"],
        "ACCEPT",
        "accept a pending key (glob); the options below include keys of other states",
      ),
      accept_all: flag(["-A", "--accept-all"], "accept every pending key"),
      reject: text(
        ["-r", "--reject"],
        "REJECT",
        "reject a pending key (glob); the options below include keys of other states",
      ),
      reject_all: flag(["-R", "--reject-all"], "reject every pending key"),
      include_all: flag(["--include-all"], "also act on rejected/accepted keys (old form)"),
      include_accepted: flag(["--include-accepted"], "rejecting also reaches accepted keys"),
      include_rejected: flag(["--include-rejected"], "accepting also reaches rejected keys"),
      include_denied: flag(["--include-denied"], "also reach denied keys"),
      print: text(["-p", "--print"], "PRINT", "print a public key"),
      print_all: flag(["-P", "--print-all"], "print all public keys"),
      delete: text(["-d", "--delete"], "DELETE", "delete a key (glob)"),
      delete_all: flag(["-D", "--delete-all"], "delete all keys"),
      finger: text(["-f", "--finger"], "FINGER", "print the fingerprint of a key"),
      finger_all: flag(["-F", "--finger-all"], "print all fingerprints"),
    }),
    ...inGroup("Key Generation Options", {
      gen_keys: text(["--gen-keys"], "GEN_KEYS", "make a key pair of this name"),
      gen_keys_dir: textOr(["--gen-keys-dir"], "GEN_KEYS_DIR", ".", "where to put that pair"),
      keysize: intOr(["--keysize"], "KEYSIZE", 2048, "its size in bits (2048 at least)"),
      gen_signature: flag(["--gen-signature"], "sign the master public key for minions to check"),
      priv: text(["--priv"], "PRIV", "SSH private key file"),
      signature_path: text(["--signature-path"], "SIGNATURE_PATH", "where to put that signature"),
      pub: text(["--pub"], "PUB", "public key to sign"),
      auto_create: flag(["--auto-create"], "make the signing pair when absent"),
    }),
    ...inGroup("Logging Options", {
      log_level: choice(["--log-level"], "LOG_LEVEL", CONSOLE_LEVELS, "what is logged to the terminal"),
      key_logfile: text(["--log-file"], "KEY_LOGFILE", "log file (path or syslog/udp/tcp address)"),
      log_level_logfile: loggingOptions.log_level_logfile,
    }),
  },
});
