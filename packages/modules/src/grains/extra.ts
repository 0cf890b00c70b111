/**
 * Grains of the surroundings: shell, firmware, the grains file, and the options themselves where asked for.
 */
import { dirname, join } from "node:path";
import type { GrainsContext, Plain } from "@salt/core";
import { errorText, getString, grainsModule, isDict, isTruthy, parseYaml } from "@salt/core";
import { readEfi } from "./linux/security.js";
import { thisMachine } from "./portable/machine.js";

type Grains = Readonly<Record<string, Plain>>;

function shell(): Grains {
  const isWindows = process.platform === "win32";
  const preset = isWindows ? "C:\\Windows\\system32\\cmd.exe" : "/bin/sh";
  return { shell: thisMachine.env[isWindows ? "COMSPEC" : "SHELL"] ?? preset };
}

function firmware(): Grains {
  const transactional = thisMachine.which("transactional-update") !== undefined;
  return { transactional, ...readEfi(thisMachine) };
}

/** `opts`, with the option `grain_opts`. */
function options({ opts }: GrainsContext): Grains {
  return isTruthy(opts.get("grain_opts")) ? { opts } : {};
}

/** What the file `grains` beside the configuration sets by hand. */
function grainsFile({ opts, log }: GrainsContext): Grains {
  const configuration = getString(opts, "conf_file");
  const path = configuration === undefined ? undefined : join(dirname(configuration), "grains");
  const text = path === undefined ? undefined : thisMachine.text(path);
  if (text === undefined) return {};
  try {
    const value = parseYaml(text);
    if (isDict(value)) return Object.fromEntries(Array.from(value, ([name, grain]) => [String(name), grain]));
    if (value !== null) log.warn({ path }, "The grains file holds no map and is left out");
  } catch (error) {
    log.warn({ path, reason: errorText(error) }, "The grains file cannot be read and is left out");
  }
  return {};
}

/** `shell`, `efi`, `efi-secure-boot`, `transactional`, `opts`, and the grains set by hand. */
export const extra = grainsModule("extra", {
  doc: "Shell, firmware, and grains set by hand.",
  functions: { shell, firmware, options, grainsFile },
});
