/**
 * Asking web servers.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, executionModule, get, isTruthy, maybe, pythonStr, sleep } from "@salt/core";
import { fileFn } from "./file-functions/system-error.js";
import { appendFiles, caBundle } from "./http-functions/ca-bundle.js";
import { query } from "./http-functions/query.js";
import { queryParams } from "./http-functions/query-params.js";

/** Where curl's authors offer the certificates of Mozilla; by HTTPS, where Salt's own default is not. */
const CA_BUNDLE_URL = "https://curl.se/ca/cacert.pem";

export const http = executionModule("http", {
  doc: "Asking web servers.",
  functions: {
    query: fileFn({
      doc: "Asks a web server; errors of the network are part of the answer.",
      examples: [
        "salt '*' http.query https://example.com/ status=True",
        "salt '*' http.query https://example.com/api decode=True decode_type=json",
        "salt '*' http.query https://example.com/hook method=POST data='<xml>some</xml>'",
      ],
      params: queryParams,
      varkw: "kwargs",
      run: (args, context) => query(args, context),
    }),
    wait_for_successful_query: fileFn({
      doc: "Asks a web server again and again, until it answers without an error or the time is over.",
      examples: [
        "salt '*' http.wait_for_successful_query https://example.com/ wait_for=160 request_interval=1",
      ],
      params: { url: queryParams.url, wait_for: maybe.number(300, "Seconds to go on for.") },
      varkw: "kwargs",
      run: (args, context, { kwargs }) => waitForSuccess(args.url, args.wait_for ?? 300, kwargs, context),
    }),
    update_ca_bundle: fileFn({
      doc: "Fetches the certificates of authorities that are trusted, and writes them to a file.",
      examples: [
        "salt '*' http.update_ca_bundle target=/path/cacert.pem source=https://example.com/cacert.pem",
      ],
      params: {
        target: maybe.any(null, "The file; the one that is in use when not given."),
        source: maybe.any(null, "The address; the option `ca_bundle_url` or curl's site when not given."),
        merge_files: maybe.any(null, "Files to append: one, or a list."),
      },
      run: async (args, context): Promise<Plain> => {
        const target = args.target ?? context.opts.get("ca_bundle") ?? caBundle(context.opts) ?? null;
        if (target === null) {
          context.log.error({}, "There is no place to write the certificates of authorities to");
          return null;
        }
        const source = args.source ?? context.opts.get("ca_bundle_url") ?? CA_BUNDLE_URL;
        await context.call("http.query", [source], { text: true, text_out: target });
        if (args.merge_files !== null) appendFiles(pythonStr(target), args.merge_files, context);
        return null;
      },
    }),
  },
});

async function waitForSuccess(
  url: string,
  seconds: number,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<Dict | Value> {
  const end = performance.now() + seconds * 1000;
  const interval = Number(kwargs.get("request_interval") ?? 0) * 1000;
  for (;;) {
    const isLast = performance.now() > end;
    try {
      const answer = await context.call("http.query", [url], Object.fromEntries(kwargs));
      const isGood = !isTruthy(get(answer, "error") ?? null) && !isTruthy(get(answer, "Error") ?? null);
      if (isGood || isLast) return answer;
    } catch (error) {
      if (isLast || !(error instanceof CommandExecutionError)) throw error;
    }
    // Salt without an interval asks as fast as it can; a tenth of a second spares the server.
    await sleep(Math.max(interval, 100), context.signal);
  }
}
