/**
 * States of the keys that let others in by SSH.
 */
import { isList, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { keyAbsent } from "./ssh-auth-functions/absent.js";
import { keysManaged } from "./ssh-auth-functions/manage.js";
import { keyPresent } from "./ssh-auth-functions/present.js";
import { keyParameters } from "./ssh-auth-functions/request.js";

const name = needed.str("The key: `[options] kind key [comment]`, or `key [comment]`.");

export const sshAuth = stateModule("ssh_auth", {
  doc: "States of the keys that let others in by SSH.",
  functions: {
    present: stateFn({
      doc: "Lets others in as an account by a key, or by the keys of a file.",
      params: { name, ...keyParameters },
      varkw: "kwargs",
      run: keyPresent,
    }),
    absent: stateFn({
      doc: "Lets others in as an account by a key, or by the keys of a file, no more.",
      params: { name, ...keyParameters },
      run: keyAbsent,
    }),
    manage: stateFn({
      doc: "Lets others in as an account by just these keys.",
      params: { name, ssh_keys: needed.any("The keys, a list."), ...keyParameters },
      varkw: "kwargs",
      run: ({ ssh_keys: keys, ...request }, context) =>
        keysManaged(isList(keys) ? keys.map(pythonStr) : [pythonStr(keys)], request, context),
    }),
  },
});
