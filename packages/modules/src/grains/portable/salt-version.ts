/**
 * The version of this program, and the release of Salt whose behaviour it has.
 */

/** The version of this program. */
export const SALT_VERSION = "0.1.0";

/**
 * The release of Salt that states and templates may take this program for when they compare `saltversioninfo`,
 * as in `grains.saltversioninfo >= [3006]`.
 */
export const SALT_LEVEL: readonly number[] = [3006, 28];
