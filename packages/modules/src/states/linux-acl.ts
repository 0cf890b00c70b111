/**
 * States of lists of who may use a file beyond owner, group and others.
 */
import { stateFn, stateModule } from "@salt/core";
import { aclAbsent } from "./acl-functions/absent.js";
import { aclParams } from "./acl-functions/listed.js";
import { aclPresent, presentParams } from "./acl-functions/present.js";
import { has } from "./answer/answer.js";

export const acl = stateModule("linux_acl", {
  virtualName: "acl",
  doc: "States of lists of who may use a file beyond owner, group and others.",
  available: async (context) =>
    (await has(context, "acl.getfacl"))
      ? true
      : "The linux_acl state cannot be loaded: the getfacl or setfacl binary is not in the path. (apt-get install acl)",
  functions: {
    present: stateFn({
      doc: "Makes somebody be in the list of a file with these permissions.",
      params: presentParams,
      run: aclPresent,
    }),
    absent: stateFn({
      doc: "Makes somebody not be in the list of a file.",
      params: aclParams,
      run: aclAbsent,
    }),
  },
});
