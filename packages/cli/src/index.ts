/**
 * What the scripts that write manual pages and completion files need of the commands.
 */
export { bashCompletion } from "./arguments/completion/bash.js";
export { fishCompletion } from "./arguments/completion/fish.js";
export type { CompletionNames } from "./arguments/completion/value-kind.js";
export { zshCompletion } from "./arguments/completion/zsh.js";
export { manPage } from "./arguments/man-page.js";
export type { Program } from "./arguments/program.js";
export { PROGRAMS } from "./arguments/programs/all.js";
