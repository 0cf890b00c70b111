/**
 * States of rubies and sets of gems, by rvm.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { isList, isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { answer, changed, failed, pending, unchanged } from "./answer/answer.js";

const user = maybe.str(null, "The user whose rvm it is.");

export const rvm = stateModule("rvm", {
  doc: "States of rubies and sets of gems, by rvm.",
  functions: {
    installed: stateFn({
      doc: "Makes a ruby be installed, and rvm when it is missing.",
      params: {
        name: needed.str("The ruby, with its version."),
        default: maybe.bool(false, "Make it the default."),
        user,
        opts: maybe.any(null, "Further options of `rvm install`, a list."),
        env: maybe.any(null, "Variables of the environment, a map."),
      },
      run: async ({ name, default: isDefault, user: runas, opts, env }, context) => {
        if (isTrial(context)) return pending(name, `Ruby ${name} is set to be installed`);
        if (!isTruthy(await context.call("rvm.is_installed", [runas])))
          await context.call("rvm.install", [], { runas });
        const found = await findRuby(name, runas, context);
        if (
          found === undefined &&
          !isTruthy(await context.call("rvm.install_ruby", [name], { runas, opts, env }))
        )
          return failed(name, "Could not install ruby.");
        if (isDefault) await context.call("rvm.set_default", [name], { runas });
        const told =
          found === undefined
            ? changed(name, "Successfully installed ruby.", { [name]: "Installed" })
            : unchanged(name, "Requested ruby exists.");
        return { ...told, default: found?.isDefault ?? false };
      },
    }),
    gemset_present: stateFn({
      doc: "Makes a set of gems be there.",
      params: {
        name: needed.str("The set; `ruby@set` names its ruby, too."),
        ruby: maybe.str("default", "The ruby."),
        user,
      },
      run: async ({ name, ruby, user: runas }, context) => {
        if (!isTruthy(await context.call("rvm.is_installed", [runas])))
          return failed(name, "RVM is not installed.");
        const [own, set] = name.includes("@") ? name.split("@") : [ruby ?? "default", name];
        if (name.includes("@") && (await findRuby(own ?? "", runas, context)) === undefined)
          return failed(name, "Requested ruby implementation was not found.");
        const sets = await context.call("rvm.gemset_list", [own ?? ""], { runas });
        if (isList(sets) && sets.includes(set ?? "")) return unchanged(name, "Gemset already exists.");
        if (isTrial(context)) return pending(name, `Set to install gemset ${set}`);
        return isTruthy(await context.call("rvm.gemset_create", [own ?? "", set ?? ""], { runas }))
          ? answer(name, true, "Gemset successfully created.", { [set ?? ""]: "created" })
          : failed(name, "Gemset could not be created.");
      },
    }),
  },
});

const MICRO = /-([0-9]{4}\.[0-9]{2}|p[0-9]+)$/;

/** A ruby that is installed and fits: a name without a version fits all versions, one without a patch all patches. */
async function findRuby(
  wanted: string,
  runas: string | null,
  context: ExecutionContext,
): Promise<{ readonly isDefault: boolean } | undefined> {
  const name = wanted.replace(/^ruby-/, "");
  const rubies = await context.call("rvm.list", [], { runas });
  for (const ruby of isList(rubies) ? rubies : []) {
    const [kind, version, isDefault]: readonly Value[] = isList(ruby) ? ruby : [];
    let shown =
      kind === "ruby" ? pythonStr(version ?? "") : `${pythonStr(kind ?? "")}-${pythonStr(version ?? "")}`;
    if (!MICRO.test(wanted)) shown = shown.replace(MICRO, "");
    if (/^[a-z]+$/.test(wanted)) shown = shown.replace(/-.*/, "");
    if (shown === name) return { isDefault: isDefault === true };
  }
  return undefined;
}
