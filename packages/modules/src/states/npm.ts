/**
 * States of packages of JavaScript, by npm.
 */
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  CommandNotFoundError,
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
import { npmSatisfied } from "./npm-functions/satisfied.js";

const dir = maybe.str(null, "The directory of the project; the whole machine when not given.");
const user = maybe.str(null, "The account to run npm as.");

export const npm = stateModule("npm", {
  doc: "States of packages of JavaScript, by npm.",
  available: async (context) =>
    (await context.functions.has("npm.list")) ? true : "'npm' binary not found on system",
  functions: {
    installed: stateFn({
      doc: "Makes packages of JavaScript be installed.",
      params: {
        name: needed.str("The package, with `@` and a version when just that is wanted."),
        pkgs: maybe.any(null, "Several packages, a list."),
        dir,
        user,
        force_reinstall: maybe.bool(false, "Install again what is there."),
        registry: maybe.str(null, "The address of the registry."),
        env: maybe.any(null, "Variables of the environment, a map."),
      },
      run: async (args, context) => {
        const asked = isList(args.pkgs) && args.pkgs.length > 0 ? args.pkgs.map(pythonStr) : [args.name];
        const { name, user: runas, env } = args;
        const packages = await listed({ dir: args.dir, runas, env, depth: 0 }, context);
        if (typeof packages === "string") return failed(name, `Error looking up '${name}': ${packages}`);
        const found = asked.map((text) => ({
          text,
          there: args.force_reinstall ? undefined : npmSatisfied(text, packages),
        }));
        const there = found.flatMap((one) => one.there ?? []).join(", ");
        const missing = found.filter((one) => one.there === undefined).map(({ text }) => text);
        const satisfied = `Package(s) '${asked.join(", ")}' satisfied by ${there}`;
        if (missing.length === 0) return unchanged(name, satisfied);
        const changes = { old: [], new: missing };
        if (isTrial(context)) {
          const comment = `NPM package(s) '${missing.join(", ")}' are set to be installed`;
          // Salt calls a trial good when at least one of the packages is there.
          if (there === "") return pending(name, comment, changes);
          return answer(name, true, `${comment}. ${satisfied}`, changes);
        }
        const options = { dir: args.dir, runas, registry: args.registry, env, pkgs: asked };
        const fault = await faultOf(() => context.call("npm.install", [], options));
        if (fault !== undefined) return failed(name, `Error installing '${asked.join(", ")}': ${fault}`);
        return changed(name, `Package(s) '${missing.join(", ")}' successfully installed`, changes);
      },
    }),
    removed: stateFn({
      doc: "Makes a package of JavaScript not be installed.",
      params: { name: needed.str("The package."), dir, user },
      run: async (args, context) => {
        const { name } = args;
        const packages = await listed({ dir: args.dir, depth: 0 }, context);
        if (typeof packages === "string") return failed(name, `Error uninstalling '${name}': ${packages}`);
        if (!packages.has(name)) return unchanged(name, `Package '${name}' is not installed`);
        if (isTrial(context)) return pending(name, `Package '${name}' is set to be removed`);
        const options = { pkg: name, dir: args.dir, runas: args.user };
        return isTruthy(await context.call("npm.uninstall", [], options))
          ? changed(name, `Package '${name}' was successfully removed`, { [name]: "Removed" })
          : failed(name, `Error removing package '${name}'`);
      },
    }),
    bootstrap: stateFn({
      doc: "Makes what a project needs be installed in its directory.",
      params: {
        name: needed.str("The directory of the project."),
        user,
        silent: maybe.bool(true, "Without what is said for people."),
      },
      run: (args, context) => bootstrap(args, context),
    }),
  },
});

async function bootstrap(
  {
    name,
    user: runas,
    silent,
  }: { readonly name: string; readonly user: string | null; readonly silent: boolean },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const options = { dir: name, runas, pkg: null, silent, ...(isTrial(context) ? { dry_run: true } : {}) };
  let told: Value = null;
  const fault = await faultOf(async () => {
    told = await context.call("npm.install", [], options);
  });
  if (fault !== undefined) return failed(name, `Error Bootstrapping '${name}': ${fault}`);
  if (isTrial(context))
    return isTruthy(told)
      ? pending(name, `${name} is set to be bootstrapped`, { old: [], new: told })
      : unchanged(name, `${name} is already bootstrapped`);
  if (!isTruthy(told)) return unchanged(name, "Directory is already bootstrapped");
  if (typeof told === "string") return failed(name, "Could not bootstrap directory", told);
  return changed(name, "Directory was successfully bootstrapped", { [name]: "Bootstrapped" });
}

/** The packages that are there; a text when npm cannot tell. */
async function listed(
  options: { readonly [name: string]: Value },
  context: ExecutionContext,
): Promise<Dict | string> {
  let told: Value = null;
  const fault = await faultOf(async () => {
    told = await context.call("npm.list", [], options);
  });
  return fault ?? (isDict(told) ? told : new Map());
}

/** What npm complained of; undefined when it did not. */
async function faultOf(attempt: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    if (error instanceof CommandExecutionError || error instanceof CommandNotFoundError) return error.message;
    throw error;
  }
}
