/**
 * Requests to web servers, made by the master.
 */
import { maybe, needed, pythonStr, runnerFn, runnerModule } from "@salt/core";
import { givenKeywords } from "../values/keywords.js";

export const http = runnerModule("http", {
  doc: "Requests to web servers, made by the master.",
  functions: {
    query: runnerFn({
      doc: "Asks a web server from the master's machine; keywords are those of the execution function http.query.",
      examples: [
        "salt-run http.query http://somelink.com/",
        "salt-run http.query http://somelink.com/ method=POST params='key1=val1&key2=val2'",
      ],
      params: {
        url: needed.str("The address."),
        output: maybe.any(true, "Has no meaning any more: `--quiet` prints nothing."),
      },
      varkw: "kwargs",
      run: async ({ url, output }, context, { kwargs }) => {
        if (output !== true) context.log.warn({}, "The argument output has no effect; use --quiet");
        const own = await context.masterSide();
        const keywords = [...givenKeywords(kwargs)].map(([name, value]) => [pythonStr(name), value] as const);
        return await own.call("http.query", [url], { node: "master", ...Object.fromEntries(keywords) });
      },
    }),
    update_ca_bundle: runnerFn({
      doc: "Fetches the certificates of authorities that are trusted to a file of the master's machine.",
      examples: [
        "salt-run http.update_ca_bundle target=/path/cacert.pem source=https://example.com/cacert.pem",
      ],
      params: {
        target: maybe.any(null, "The file; the one in use when not given."),
        source: maybe.any(null, "The address; the option `ca_bundle_url` when not given."),
        merge_files: maybe.any(null, "Files to append: one, or a list."),
      },
      run: async ({ target, source, merge_files }, context) =>
        await (await context.masterSide()).call("http.update_ca_bundle", [target, source, merge_files]),
    }),
  },
});
