/**
 * Options that every command knows.
 */
import { flag, helpFlag, text, textOr, versionFlag } from "../../option.js";

/** Options that every command knows. */
export const basicOptions = {
  version: versionFlag(["--version"], "print name and version, stop"),
  versions_report: flag(
    ["-V", "--versions-report"],
    "print versions of the program and everything it depends on, stop",
  ),
  help: helpFlag(["-h", "--help"], "print usage, stop"),
  saltfile: text(
    ["--saltfile"],
    "SALTFILE",
    "file of per-program option defaults (else ./Saltfile, then ~/.salt/Saltfile)",
  ),
  config_dir: textOr(
    ["-c", "--config-dir"],
    "CONFIG_DIR",
    "/etc/salt",
    "directory holding the configuration files",
  ),
};
