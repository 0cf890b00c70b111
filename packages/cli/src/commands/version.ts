/**
 * The version of this software, as `--version` prints it.
 */
import { VERSION } from "@salt/core";

/** Tells this implementation from Salt's own, in the place where Salt has its code name. */
const CODE_NAME = "salt-ts";

/** The line of `--version`: name, version, code name in parentheses, as scripts read it. */
export function versionLine(program: string): string {
  return `${program} ${VERSION} (${CODE_NAME})\n`;
}
