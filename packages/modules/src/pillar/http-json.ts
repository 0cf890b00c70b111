/**
 * A document of JSON from a web server, as an external source of the pillar.
 */
import { dict, fn, maybe, needed, parseJson, pillarModule } from "@salt/core";

import { httpDocument } from "./sources/http-document.js";

export const httpJson = pillarModule("http_json", {
  doc: "A document of JSON that a web server gives for the minion.",
  functions: {
    ext_pillar: fn({
      doc: "Fetches the document. `%s` in the address is the minion's id, `<name>` with `with_grains` a grain.",
      params: {
        minion_id: needed.str("The minion."),
        pillar: needed.any("The pillar so far."),
        url: needed.str("The address."),
        with_grains: maybe.bool(false, "Whether names in angle brackets are grains."),
        header_dict: maybe.dict(null, "Headers of the request."),
        username: maybe.str(null, "The account."),
        password: maybe.str(null, "Its password."),
        namespace: maybe.str(null, "A key that the document is put below."),
      },
      run: async (args, context) => {
        const read = parseJson;
        const found = await httpDocument(args, args.minion_id, read, context);
        return args.namespace && found.size > 0 ? dict([[args.namespace, found]]) : found;
      },
    }),
  },
});
