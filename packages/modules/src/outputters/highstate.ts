/**
 * The highstate outputter: results of state runs with a summary.
 */
import type { Dict, OutputContext, Value } from "@salt/core";
import { getDict, isDict, isTruthy, outputter, pythonStr } from "@salt/core";
import { compressIds } from "./state-text/compress.js";
import { hostText } from "./state-text/host-text.js";
import { NotStateDataError } from "./state-text/state-result.js";
import { nestedText } from "./text/nested-text.js";

export const highstate = outputter(
  "highstate",
  "Results of state runs; --state-output and --state-verbose choose how much of them.",
  (value, context) => {
    try {
      return runsText(value, context);
    } catch (error) {
      if (error instanceof NotStateDataError) return nestedText(value, context);
      throw error;
    }
  },
);

function runsText(value: Value, context: OutputContext): string {
  const runs = unwrap(value);
  if (typeof runs === "string") return runs;
  if (runs === null) return "None";
  if (!isDict(runs)) throw new NotStateDataError("This is not the data of a state run");
  const hosts = isTruthy(context.opts.get("state_compress_ids")) ? compressIds(runs) : runs;
  const nestedRuns = (changes: Value): string => runsText(changes, context);
  return [...withoutRetcode(hosts)]
    .map(([host, data]) => hostText(pythonStr(host), data, context, nestedRuns).text)
    .join("\n");
}

/** The runs inside of what runners and the job cache wrap around them. */
function unwrap(value: Value): Value {
  let runs = value;
  if (isDict(runs)) runs = runs.get("return") ?? runs;
  if (isDict(runs)) runs = runs.get("data") ?? runs;
  const only = isDict(runs) && runs.size === 1 ? [...runs.values()][0] : undefined;
  if (!isDict(only) || !only.has("jid") || !only.has("fun")) return runs;
  return getDict(only, "return")?.get("data") ?? runs;
}

/** Orchestration tells its retcode beside the run of its master. */
function withoutRetcode(hosts: Dict): Dict {
  const masters = [...hosts.keys()].filter((host) => typeof host === "string" && host.endsWith("_master"));
  if (!hosts.has("retcode") || masters.length !== 1) return hosts;
  return new Map([...hosts].filter(([host]) => host !== "retcode"));
}
