/**
 * The version of this program, and the release of Salt whose behaviour it has.
 */

export { VERSION as SALT_VERSION } from "@salt/core";

/**
 * The release of Salt that states and templates may take this program for when they compare `saltversioninfo`,
 * as in `grains.saltversioninfo >= [3006]`.
 */
export const SALT_LEVEL: readonly number[] = [3006, 28];

/**
 * The Python whose behaviour templates have, as `sys.version_info` shows it. Formulas name packages after its first
 * number: `python{{ grains.pythonversion[0] }}-apt`.
 */
export const PYTHON_LEVEL: readonly (number | string)[] = [3, 11, 0, "final", 0];
