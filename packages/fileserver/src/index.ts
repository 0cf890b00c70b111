export { answerFileRequest, isFileCommand } from "./commands.js";
export { FileSourceError } from "./errors.js";
export { FileServer } from "./file-server.js";
export { checkOutGit } from "./git-checkout.js";
export type { FileServerConfig, FileServing } from "./open-file-server.js";
export { openFileServer, readFileRoots } from "./open-file-server.js";
