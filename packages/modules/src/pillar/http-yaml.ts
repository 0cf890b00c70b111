/**
 * A document of YAML from a web server, as an external source of the pillar.
 */
import { fn, maybe, needed, pillarModule } from "@salt/core";
import { loadSlsYaml } from "@salt/render";
import { httpDocument } from "./sources/http-document.js";

export const httpYaml = pillarModule("http_yaml", {
  doc: "A document of YAML that a web server gives for the minion.",
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
      },
      run: async (args, context) => {
        const read = (text: string) => loadSlsYaml(text).value;
        return await httpDocument(args, args.minion_id, read, context);
      },
    }),
  },
});
