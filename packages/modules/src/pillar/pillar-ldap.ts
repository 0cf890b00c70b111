/**
 * Entries of an LDAP directory, as an external source of the pillar.
 */
import type { Dict, ExecutionContext, MutableDict } from "@salt/core";
import { fn, isDict, isList, needed, pillarModule, pythonStr, SaltInvocationError } from "@salt/core";
import { driverThere } from "../drivers/load-driver.js";
import { ldapConfig } from "./ldap/config.js";
import { addEntries } from "./ldap/entries.js";
import { entriesFor } from "./ldap/search.js";

export const pillarLdap = pillarModule("pillar_ldap", {
  doc: "Entries of an LDAP directory.",
  available: ({ opts }) => driverThere("ldapts", opts),
  functions: {
    ext_pillar: fn({
      doc: "Makes the searches that a file describes: a template with the minion's grains, in YAML.",
      params: {
        minion_id: needed.str("The minion."),
        pillar: needed.any("The pillar so far."),
        config_file: needed.str("The file."),
      },
      run: async ({ minion_id, config_file }, context) => {
        const config = await ldapConfig(config_file, minion_id, context);
        return config === undefined ? {} : await searched(config, context);
      },
    }),
  },
});

async function searched(config: Dict, context: ExecutionContext): Promise<Dict> {
  const order = config.get("search_order") ?? null;
  const data: MutableDict = new Map();
  for (const name of isList(order) ? order : []) {
    const source = config.get(name);
    if (!isDict(source))
      throw new SaltInvocationError(`pillar_ldap: ${pythonStr(name)} of search_order is not described`);
    const found = await entriesFor(source, context);
    if (found.length > 0) addEntries(data, pythonStr(name), found, source);
  }
  return data;
}
