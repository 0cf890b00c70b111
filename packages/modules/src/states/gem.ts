/**
 * States of Ruby's packages.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  get,
  isDict,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";
import { answer, changed, failed, pending, unchanged } from "./answer/answer.js";
import { compareGemVersions } from "./gem-functions/version.js";

const name = needed.str("The gem.");
const source = needed.str("The address of the source.");
const ruby = maybe.any(null, "The Ruby to use, of rvm or rbenv.");
const gem_bin = maybe.any(null, "The path of `gem`.");
const user = maybe.any(null, "The account to run as.");

export const gem = stateModule("gem", {
  doc: "States of Ruby's packages.",
  available: async (context) =>
    (await context.functions.has("gem.list")) ? true : "gem module could not be loaded",
  functions: {
    installed: stateFn({
      doc: "Makes a gem be installed.",
      params: {
        name,
        ruby,
        gem_bin,
        user,
        version: maybe.any(null, "The version, or a condition such as `>=1.2`."),
        rdoc: maybe.any(false, "With documentation."),
        ri: maybe.any(false, "With documentation for `ri`."),
        pre_releases: maybe.any(false, "Also versions that are not released."),
        proxy: maybe.any(null, "The proxy to fetch through."),
        source: maybe.any(null, "The source to take it from."),
      },
      run: async ({ user: runas, ...args }, context) => {
        const { version, name: asked, ...options } = args;
        const told = await context.call("gem.list", [asked, args.ruby], { gem_bin: args.gem_bin, runas });
        const versions = get(told, asked);
        const met = isList(versions ?? null)
          ? meets(
              [versions].flat().map((one) => pythonStr(one ?? "")),
              version,
            )
          : undefined;
        if (met !== undefined) return unchanged(asked, met);
        if (isTrial(context)) return pending(asked, `The gem ${asked} would have been installed`);
        return isTruthy(await context.call("gem.install", [asked], { ...options, version, runas }))
          ? changed(asked, "Gem was successfully installed", { [asked]: "Installed" })
          : failed(asked, "Could not install gem.");
      },
    }),
    removed: stateFn({
      doc: "Makes a gem not be installed.",
      params: { name, ruby, user, gem_bin },
      run: async (args, context) => {
        const options = { gem_bin: args.gem_bin, runas: args.user };
        const told = await context.call("gem.list", [args.name, args.ruby], options);
        if (!isDict(told) || !told.has(args.name)) return unchanged(args.name, "Gem is not installed.");
        if (isTrial(context)) return pending(args.name, `The gem ${args.name} would have been removed`);
        return isTruthy(await context.call("gem.uninstall", [args.name, args.ruby], options))
          ? changed(args.name, "Gem was successfully removed.", { [args.name]: "Removed" })
          : failed(args.name, "Could not remove gem.");
      },
    }),
    sources_add: stateFn({
      doc: "Makes gems come from a source.",
      params: { name: source, ruby, user },
      run: (args, context) => manageSource(args, true, context),
    }),
    sources_remove: stateFn({
      doc: "Makes gems not come from a source.",
      params: { name: source, ruby, user },
      run: (args, context) => manageSource(args, false, context),
    }),
  },
});

/** Why installed versions are as asked for; undefined when they are not. */
function meets(versions: readonly string[], wanted: Value): string | undefined {
  if (wanted === null) return "Gem is already installed.";
  const text = pythonStr(wanted);
  const [, operator, version = ""] = /^(>=|>|<=|<)(.*)$/.exec(text) ?? [];
  if (operator === undefined) return versions.includes(text) ? "Gem is already installed." : undefined;
  const installed = (versions[0] ?? "").replace("default: ", "").trim();
  const order = compareGemVersions(installed, version.trim());
  const isMet = order === 0 ? operator.endsWith("=") : order < 0 === operator.startsWith("<");
  return isMet ? "Installed Gem meets version requirements." : undefined;
}

interface SourceRequest {
  readonly name: string;
  readonly ruby: Value;
  readonly user: Value;
}

async function manageSource(
  { name: uri, ruby: which, user: runas }: SourceRequest,
  isWanted: boolean,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const told = await context.call("gem.sources_list", [which], { runas });
  const isThere = isList(told) && told.includes(uri);
  const [word, done] = isWanted ? ["added", "Installed"] : ["removed", "Removed"];
  if (isThere === isWanted) return unchanged(uri, `Gem source is already ${word}.`);
  if (isTrial(context)) {
    const which_ = isWanted ? `The gem source ${uri}` : "The gem source";
    return pending(uri, `${which_} would have been ${word}.`);
  }
  const fun = isWanted ? "gem.sources_add" : "gem.sources_remove";
  const isDone = isTruthy(await context.call(fun, [], { source_uri: uri, ruby: which, runas }));
  return isDone
    ? answer(uri, true, `Gem source was successfully ${word}.`, { [uri]: done })
    : failed(uri, `Could not ${isWanted ? "add" : "remove"} gem source.`);
}
