/**
 * The version of this software, written by `npm run gen` from package.json. Not to be edited.
 */

/** As `--version`, the grain `saltversion` and packages say it. */
export const VERSION = "0.1.0";
