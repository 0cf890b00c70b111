/**
 * `file.decode`: a file from base64.
 */
import { createHash } from "node:crypto";
import { CommandExecutionError, isTrial, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { digestName, hashFile } from "../../execution/file-functions/hash-file.js";
import { isFile } from "../../execution/file-functions/paths.js";
import { done, failed, fileState, planned } from "./answer.js";

export const decodeStates = {
  decode: fileState({
    doc: "Makes sure that a file holds what a text in base64 stands for.",
    params: {
      name: needed.str("The file."),
      encoded_data: maybe.any(null, "The text."),
      contents_pillar: maybe.any(null, "The text by its key in the pillar."),
      encoding_type: maybe.str("base64", "The encoding: base64, which is all that there is."),
      checksum: maybe.str("md5", "The kind of checksum by which contents are compared."),
    },
    run: async (args, context) => {
      const { name } = args;
      const kind = args.checksum ?? "md5";
      const given = isTruthy(args.encoded_data);
      if (given === isTruthy(args.contents_pillar)) {
        const only = given ? "only one" : "either the";
        throw new CommandExecutionError(`Specify ${only} 'encoded_data' or 'contents_pillar' argument.`);
      }
      const content = given
        ? args.encoded_data
        : await context.call("pillar.get", [args.contents_pillar, false]);
      if (content === false) throw new CommandExecutionError("Pillar data not found.");
      const bytes = Buffer.from(pythonStr(content), "base64");
      const sum = createHash(digestName(kind)).update(bytes).digest("hex");
      const old = isFile(name) ? await hashFile(name, kind) : null;
      if (old === sum) return done(name, "File is in the correct state.");
      const changes = { old, new: sum };
      if (isTrial(context)) return planned(name, "File is set to be updated.", old === null ? {} : changes);
      const isDone = isTruthy(await context.call("hashutil.base64_decodefile", [content, name]));
      return isDone ? done(name, "File was updated.", changes) : failed(name, "File was updated.", changes);
    },
  }),
};
