/**
 * `ldap`: users and groups of a directory.
 */
import { authModule } from "@salt/core";
import { authenticate, searcher } from "./ldap/authenticate.js";
import { groupsOf } from "./ldap/groups.js";
import { ldapSettings } from "./ldap/settings.js";

export const ldap = authModule("ldap", {
  doc: "Users and groups of a directory, by the options `auth.ldap.*` and OpenLDAP's ldapsearch.",
  auth: (given, context) => authenticate(ldapSettings(context.opts), given, context),
  groups: async (given, context) => {
    const settings = ldapSettings(context.opts);
    const bind = await searcher(settings, given, context);
    return bind === undefined ? [] : await groupsOf(settings, bind, given.username, context.signal);
  },
});
