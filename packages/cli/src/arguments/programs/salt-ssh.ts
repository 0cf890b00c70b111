/**
 * The command line of salt-ssh.
 */
import { flag, inGroup, intOr, list, text, textOr } from "../option.js";
import { defineProgram } from "../program.js";
import { basicOptions } from "./groups/basic.js";
import { loggingOptionsFor } from "./groups/logging.js";
import { outputOptions } from "./groups/output.js";
import { TARGET_OPTIONS, targetOptions } from "./groups/target.js";

/** The command line of salt-ssh. */
export const saltSshProgram = defineProgram({
  name: "salt-ssh",
  usage: "salt-ssh [options] '<target>' <function> [arguments]",
  about: "Runs functions over SSH, where no minion is installed.",
  exclusiveGroups: [TARGET_OPTIONS],
  options: {
    ...basicOptions,
    jid: text(["--jid"], "JID", "use this job id"),
    hard_crash: flag(["--hard-crash"], "let exceptions through with their traceback"),
    no_parse: text(
      ["--no-parse"],
      "argname1,argname2,...",
      "names of key=value arguments to keep as plain text",
    ),
    raw_shell: flag(["-r", "--raw", "--raw-shell"], "run a plain shell command, no Salt on the target"),
    roster: textOr(["--roster"], "ROSTER", "flat", "roster backend"),
    roster_file: text(["--roster-file"], "ROSTER_FILE", "roster file"),
    refresh_cache: flag(["--refresh", "--refresh-cache"], "refresh the cached data of the targets"),
    ssh_max_procs: intOr(["--max-procs"], "SSH_MAX_PROCS", 25, "how many connections at once"),
    extra_filerefs: text(["--extra-filerefs"], "EXTRA_FILEREFS", "further files for the state archive"),
    min_extra_mods: text(
      ["--min-extra-modules"],
      "MIN_EXTRA_MODS",
      "further Python modules for the minimal archive",
    ),
    thin_extra_mods: text(
      ["--thin-extra-modules"],
      "THIN_EXTRA_MODS",
      "further Python modules for the thin archive",
    ),
    verbose: flag(["-v", "--verbose"], "show the job id and what the client is asking"),
    static: flag(["-s", "--static"], "collect every return and print once at the end"),
    ssh_wipe: flag(["-w", "--wipe"], "remove what was deployed afterwards"),
    rand_thin_dir: flag(["-W", "--rand-thin-dir"], "deploy under a random directory"),
    regen_thin: flag(["-t", "--regen-thin", "--thin"], "rebuild the thin archive"),
    python2_bin: textOr(
      ["--python2-bin"],
      "PYTHON2_BIN",
      "python2",
      "python 2 on this machine that has Salt",
    ),
    python3_bin: textOr(
      ["--python3-bin"],
      "PYTHON3_BIN",
      "python3",
      "python 3 on this machine that has Salt",
    ),
    ssh_run_pre_flight: flag(["--pre-flight"], "run the roster pre-flight script"),
    ...targetOptions,
    ...inGroup("Additional Target Options", {
      delimiter: textOr(
        ["--delimiter"],
        "DELIMITER",
        ":",
        "separator of nested keys in grain and pillar targets",
      ),
    }),
    ...outputOptions,
    ...inGroup("SSH Options", {
      ssh_remote_port_forwards: text(
        ["--remote-port-forwards"],
        "SSH_REMOTE_PORT_FORWARDS",
        "remote port forwards, as ssh -R",
      ),
      ssh_options: list(["--ssh-option"], "SSH_OPTIONS", "option for ssh -o (repeatable)"),
    }),
    ...inGroup("Authentication Options", {
      ssh_priv: text(["--priv"], "SSH_PRIV", "SSH private key file"),
      ssh_priv_passwd: text(["--priv-passwd"], "SSH_PRIV_PASSWD", "passphrase of the private key"),
      ignore_host_keys: flag(["-i", "--ignore-host-keys"], "accept unknown host keys"),
      no_host_keys: flag(["--no-host-keys"], "no host key checks at all"),
      ssh_user: textOr(["--user"], "SSH_USER", "root", "default login name"),
      ssh_passwd: text(["--passwd"], "SSH_PASSWD", "SSH password"),
      ssh_askpass: flag(["--askpass"], "ask for the SSH password"),
      ssh_key_deploy: flag(["--key-deploy"], "install our public key on the target"),
      ssh_identities_only: flag(["--identities-only"], "offer only the configured key"),
      ssh_sudo: flag(["--sudo"], "run through sudo"),
      ssh_update_roster: flag(["--update-roster"], "write an unknown host into the roster"),
    }),
    ...inGroup("Scan Roster Options", {
      ssh_scan_ports: textOr(["--scan-ports"], "SSH_SCAN_PORTS", "22", "ports for the scan roster"),
      ssh_scan_timeout: textOr(
        ["--scan-timeout"],
        "SSH_SCAN_TIMEOUT",
        "0.01",
        "socket timeout for the scan roster",
      ),
    }),
    ...loggingOptionsFor("ssh_log_file", "SSH_LOG_FILE"),
  },
});
