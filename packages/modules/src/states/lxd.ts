/**
 * States of the daemon LXD.
 */
import { existsSync } from "node:fs";
import type { Plain, StateAnswer } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  getString,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";

const PASSWORD = "core.trust_password";
const setting = (doc: string) => maybe.any(null, doc);

export const lxd = stateModule("lxd", {
  doc: "States of the daemon LXD.",
  available: async (context) =>
    (await context.functions.has("lxd.version")) ? true : "lxd module could not be loaded",
  functions: {
    init: stateFn({
      doc: "Sets LXD up, once: a file says that it was done.",
      params: {
        name: needed.any("Any text."),
        storage_backend: maybe.any("dir", "The kind of storage."),
        trust_password: setting("The password by which clients become trusted."),
        network_address: setting("The address to listen at."),
        network_port: setting("The port to listen at."),
        storage_create_device: setting("The device for the storage."),
        storage_create_loop: setting("The size in GB of a file for the storage."),
        storage_pool: setting("The name of the pool, or what it lies on."),
        done_file: maybe.str("%SALT_CONFIG_DIR%/lxd_initialized", "The file that says that it was done."),
      },
      run: async ({ name, done_file, ...given }, context) => {
        const settings = Object.entries(given).filter(([, value]) => isTruthy(value));
        const facts = { ...given, trust_password: given.trust_password !== null, done_file };
        const directory = getString(context.opts, "config_dir") ?? "/etc/salt";
        const file = (done_file ?? "").replace("%SALT_CONFIG_DIR%", directory);
        const answer = (result: boolean | null, comment: string): StateAnswer => ({
          name,
          ...facts,
          changes: {},
          result,
          comment,
        });
        if (existsSync(file)) return answer(true, "LXD is already initialized");
        if (isTrial(context)) return answer(null, "Would initialize LXD");
        try {
          await context.call("lxd.init", [], Object.fromEntries(settings));
        } catch (error) {
          if (!(error instanceof CommandExecutionError)) throw error;
          return answer(false, errorText(error));
        }
        // Afterwards, so that what failed is tried again.
        await context.call("file.touch", [file]);
        return answer(true, "Initialized the LXD Daemon");
      },
    }),
    config_managed: stateFn({
      doc: "Makes a setting of LXD have a value.",
      params: {
        name: needed.str("The setting."),
        value: needed.any("Its value."),
        force_password: maybe.bool(false, "Set the password even when there is one, which may be the same."),
      },
      run: async ({ name, value, force_password }, context) => {
        const isPassword = name === PASSWORD;
        const facts = { value: isPassword ? true : value, force_password };
        const answer = (result: boolean | null, comment: string, changes: Plain = {}): StateAnswer => ({
          name,
          ...facts,
          changes,
          result,
          comment,
        });
        try {
          const current = pythonStr(await context.call("lxd.config_get", [name]));
          if (isPassword && current !== "" && !force_password)
            return answer(true, `"${name}" is already set (it is not known whether it is the right one)`);
          const shown = pythonStr(value);
          if (!isPassword && shown === current) return answer(true, `"${name}" is already set to "${shown}"`);
          const plan = isPassword ? "Would set the LXD password" : `Would set the "${name}" to "${shown}"`;
          if (isTrial(context)) return answer(null, plan, { [isPassword ? "password" : name]: plan });
          const told = await context.call("lxd.config_set", [name, value]);
          const comment = pythonStr(isList(told) ? (told[0] ?? "") : told);
          const change = isPassword ? "Changed the password" : `Changed from "${current}" to "${shown}"`;
          return answer(true, comment, { [name]: change });
        } catch (error) {
          if (!(error instanceof CommandExecutionError)) throw error;
          return answer(false, errorText(error));
        }
      },
    }),
  },
});
