/**
 * `file`: names and passwords in a file, as text, htpasswd or htdigest.
 */
import { authModule } from "@salt/core";
import { isPasswordOf } from "./file/check-password.js";
import { passwordFileOf, passwordLines } from "./file/password-file.js";
import { systemOptions } from "./system-options.js";

export const file = authModule("file", {
  doc: "Names and passwords in the file `^filename`, in the form `^filetype`: text, htpasswd or htdigest.",
  auth: async (given, context) => {
    const passwords = passwordFileOf(systemOptions(context.opts, "file"));
    return await isPasswordOf(given, passwords, await passwordLines(passwords.path), context);
  },
});
