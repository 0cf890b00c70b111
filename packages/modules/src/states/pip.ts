/**
 * States of packages of Python, by pip.
 */
import {
  CommandExecutionError,
  CommandNotFoundError,
  get,
  isDict,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";
import { answer, changed, failed, faultText, pending, unchanged } from "./answer/answer.js";
import { installed } from "./pip-functions/installed.js";
import { installOptions, pipAccount } from "./pip-functions/params.js";

const { requirements, log, proxy, timeout, use_vt } = installOptions;

export const pip = stateModule("pip", {
  doc: "States of packages of Python, by pip.",
  available: async (context) =>
    (await context.functions.has("pip.list")) ? true : "pip module could not be loaded",
  functions: {
    installed,
    removed: stateFn({
      doc: "Makes a package of Python not be installed.",
      params: {
        name: needed.str("The package."),
        ...{ requirements, log, proxy, timeout, use_vt },
        ...pipAccount,
      },
      run: async ({ name, ...options }, context) => {
        const { bin_env, user, cwd } = options;
        let packages: Awaited<ReturnType<typeof context.call>>;
        try {
          packages = await context.call("pip.list", [], { bin_env, user, cwd });
        } catch (error) {
          if (error instanceof CommandNotFoundError || error instanceof CommandExecutionError)
            return failed(name, `Error uninstalling '${name}': ${error.message}`);
          throw error;
        }
        if (!isDict(packages) || !packages.has(name)) return unchanged(name, "Package is not installed.");
        if (isTrial(context)) return pending(name, `Package ${name} is set to be removed`);
        return isTruthy(await context.call("pip.uninstall", [], { pkgs: name, ...options }))
          ? changed(name, "Package was successfully removed.", { [name]: "Removed" })
          : failed(name, "Could not remove package.");
      },
    }),
    uptodate: stateFn({
      doc: "Makes all packages of Python be up to date.",
      params: { name: needed.str("Any text."), use_vt: maybe.bool(false, use_vt.doc), ...pipAccount },
      run: async ({ name, ...options }, context) => {
        const { bin_env, user, cwd } = options;
        try {
          if (!isTruthy(await context.call("pip.list_upgrades", [], { bin_env, user, cwd })))
            return unchanged(name, "System is already up-to-date.");
        } catch (error) {
          return failed(name, faultText(error));
        }
        if (isTrial(context)) return pending(name, "System update will be performed");
        const told = await context.call("pip.upgrade", [], options);
        if (get(told, "result") === false)
          return failed(name, pythonStr(get(told, "comment") ?? ""), get(told, "changes") ?? {});
        return isTruthy(told)
          ? answer(name, true, "Upgrade successful.", told)
          : failed(name, "Upgrade failed.");
      },
    }),
  },
});
