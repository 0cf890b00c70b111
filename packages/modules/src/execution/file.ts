/**
 * Files and directories: facts, contents, changes, permissions, links, copies.
 */
import { executionModule } from "@salt/core";
import { backupFunctions } from "./file-functions/backup-functions.js";
import { contentFunctions } from "./file-functions/content-functions.js";
import { editFunctions } from "./file-functions/edit-functions.js";
import { factFunctions } from "./file-functions/fact-functions.js";
import { hashFunctions } from "./file-functions/hash-functions.js";
import { linkFunctions } from "./file-functions/link-functions.js";
import { lookFunctions } from "./file-functions/look-functions.js";
import { managedFunctions } from "./file-functions/managed-functions.js";
import { nameFunctions } from "./file-functions/name-functions.js";
import { nodeFunctions } from "./file-functions/node-functions.js";
import { permissionFunctions } from "./file-functions/permission-functions.js";
import { searchFunctions } from "./file-functions/search-functions.js";
import { treeFunctions } from "./file-functions/tree-functions.js";

export const file = executionModule("file", {
  doc: "Files and directories: facts, contents, changes, permissions, links, copies.",
  available: () => (process.platform === "win32" ? "Windows has other permissions and links" : true),
  functions: {
    ...factFunctions,
    ...permissionFunctions,
    ...contentFunctions,
    ...editFunctions,
    ...searchFunctions,
    ...lookFunctions,
    ...linkFunctions,
    ...treeFunctions,
    ...nodeFunctions,
    ...hashFunctions,
    ...backupFunctions,
    ...managedFunctions,
    ...nameFunctions,
  },
});
