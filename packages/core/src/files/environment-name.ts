/**
 * Names of environments. They come from others and become parts of paths.
 */

const MAX_NAME = 255;
const PART = /^[^/\\\0\p{Cc}]+$/u;

/** Whether a text can be the name of an environment. Branches of git make such with `/`, so that is allowed inside. */
export function isEnvironmentName(name: string): boolean {
  if (name.length > MAX_NAME || name.startsWith("-")) return false;
  return name.split("/").every((part) => PART.test(part) && part !== "." && part !== "..");
}

/** Whether it can be the name of one directory: what `__env__` in a path is replaced by. */
export function isDirectoryName(name: string): boolean {
  return isEnvironmentName(name) && !name.includes("/") && !name.startsWith(".");
}
