/**
 * Requests: a run that was tried out, and that somebody may let happen later.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  fn,
  getString,
  isDict,
  maybe,
  parseJson,
  pythonStr,
  SaltInvocationError,
  toJson,
  writeFileAtomic,
} from "@salt/core";
import { applyStates } from "./apply-functions.js";

const name = maybe.str(null, "The name of the request.");
const mods = maybe.any(null, "Names of SLS files, as a list or with commas; the top file's unless given.");

/** `request`, `check_request`, `run_request` and `clear_request`. */
export const requestFunctions = {
  request: fn({
    doc:
      "Says what state.apply would do, and keeps the call under `name` (default `default`) until state.run_request " +
      "makes it happen.",
    examples: ["salt '*' state.request", "salt '*' state.request web name=friday"],
    params: { mods },
    varkw: "kwargs",
    outputter: "highstate",
    run: async (args, context, rest) => {
      const kwargs = new Map(rest.kwargs).set("test", true);
      const tried = await applyStates(args.mods, context, { args: [], kwargs });
      const kept = [...kwargs].filter(([key]) => !key.startsWith("__pub_"));
      const request = new Map<Value, Value>([
        ["test_run", tried],
        ["mods", args.mods],
        ["kwargs", new Map<Value, Value>(kept)],
      ]);
      const requests: MutableDict = new Map(requestsIn(context));
      write(context, requests.set(kwargs.get("name") ?? "default", request));
      return tried;
    },
  }),
  check_request: fn({
    doc: "The requests that are kept, or one of them.",
    examples: ["salt '*' state.check_request", "salt '*' state.check_request friday"],
    params: { name },
    outputter: "highstate",
    run: (args, context) => {
      const requests = requestsIn(context);
      if (args.name === null || args.name === "") return requests;
      const found = requests.get(args.name);
      if (found === undefined) throw new SaltInvocationError(`There is no request '${args.name}'`);
      return found;
    },
  }),
  run_request: fn({
    doc: "Makes a request happen. Keywords are laid over those it was made with.",
    examples: ["salt '*' state.run_request", "salt '*' state.run_request friday"],
    params: { name: maybe.str("default", "The name of the request.") },
    varkw: "kwargs",
    outputter: "highstate",
    run: async (args, context, rest) => {
      const request = requestsIn(context).get(args.name ?? "default");
      const kept = isDict(request) ? request.get("kwargs") : undefined;
      if (!isDict(request) || !isDict(kept)) return {};
      const kwargs = new Map([...kept].map(([key, value]) => [pythonStr(key), value] as const));
      for (const [key, value] of rest.kwargs) kwargs.set(key, value);
      kwargs.delete("test");
      const answer = await applyStates(request.get("mods") ?? null, context, { args: [], kwargs });
      rmSync(fileOf(context), { force: true });
      return answer;
    },
  }),
  clear_request: fn({
    doc: "Forgets the requests that are kept, or one of them; false when there is none of that name.",
    examples: ["salt '*' state.clear_request"],
    params: { name },
    run: (args, context) => {
      if (!existsSync(fileOf(context))) return true;
      if (args.name === null || args.name === "") {
        rmSync(fileOf(context), { force: true });
        return true;
      }
      const requests: MutableDict = new Map(requestsIn(context));
      if (!requests.delete(args.name)) return false;
      write(context, requests);
      return true;
    },
  }),
};

function fileOf({ opts }: ExecutionContext): string {
  return join(getString(opts, "cachedir") ?? "", "req_state.json");
}

function requestsIn(context: ExecutionContext): Dict {
  const path = fileOf(context);
  const value = existsSync(path) ? parseJson(readFileSync(path, "utf8")) : undefined;
  return isDict(value) ? value : new Map();
}

function write(context: ExecutionContext, requests: Dict): void {
  mkdirSync(getString(context.opts, "cachedir") ?? "", { recursive: true });
  writeFileAtomic(fileOf(context), toJson(requests), { mode: 0o600 });
}
