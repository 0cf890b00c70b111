/**
 * The daemon LXD, by its own programs: setting it up, and its configuration.
 */
import type { ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  fn,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
  tuple,
} from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { plainName, plainValue, runProgram } from "./program/run-program.js";

/** The setting whose value is a secret. */
const PASSWORD = "core.trust_password";

const setting = (doc: string) => maybe.any(null, doc);

export const lxd = executionModule("lxd", {
  doc: "The daemon LXD, by its own programs: setting it up, and its configuration.",
  available: () =>
    (findProgram("lxd") !== undefined && findProgram("lxc") !== undefined) ||
    "The lxd execution module cannot be loaded: the programs lxd and lxc are not in the path.",
  functions: {
    version: fn({
      doc: "The version of LXD.",
      examples: ["salt '*' lxd.version"],
      run: async (_args, context) => await told(["lxd", "--version"], context),
    }),
    init: fn({
      doc: "Sets LXD up, with a pool of storage and a network.",
      examples: ["salt '*' lxd.init", "salt '*' lxd.init btrfs network_address='[::]' network_port=8443"],
      params: {
        storage_backend: maybe.any("dir", "The kind of storage: `dir`, `zfs`, `btrfs`, `lvm`."),
        trust_password: setting("The password by which clients become trusted."),
        network_address: setting("The address to listen at."),
        network_port: setting("The port to listen at."),
        storage_create_device: setting("The device for the storage."),
        storage_create_loop: setting("The size in GB of a file for the storage."),
        storage_pool: setting("The name of the pool, or what it lies on."),
      },
      run: async ({ trust_password, ...settings }, context) => {
        const words = Object.entries(settings).flatMap(([name, value]) =>
          value === null ? [] : [`--${name.replaceAll("_", "-")}=${plainValue(value, name)}`],
        );
        const output = await told(["lxd", "init", "--auto", ...words], context);
        if (isTruthy(trust_password)) await setPassword(pythonStr(trust_password), context);
        return output;
      },
    }),
    config_set: fn({
      doc: "Sets a value of LXD's configuration.",
      examples: ["salt '*' lxd.config_set core.https_address '[::]:8443'"],
      params: { key: needed.str("The setting."), value: needed.any("Its value.") },
      run: async ({ key, value }, context) => {
        if (key === PASSWORD) await setPassword(pythonStr(value), context);
        else
          await told(
            ["lxc", "config", "set", "--", plainName(key, "key"), plainValue(value, "value")],
            context,
          );
        return tuple([`Config value "${key}" successfully set.`]);
      },
    }),
    config_get: fn({
      doc: "A value of LXD's configuration.",
      examples: ["salt '*' lxd.config_get core.https_address"],
      params: { key: needed.str("The setting.") },
      run: async ({ key }, context) =>
        await told(["lxc", "config", "get", "--", plainName(key, "key")], context),
    }),
  },
});

/** What a program of LXD prints. Throws CommandExecutionError with what it complains of. */
async function told(
  words: readonly string[],
  context: ExecutionContext,
  options: { readonly [name: string]: Value } = {},
): Promise<string> {
  const result = await runProgram(words, context, options);
  if (result.retcode === 0) return result.stdout;
  const why = (result.stderr || result.stdout).replace(/^error:\s*/i, "").trim();
  throw new CommandExecutionError(why || `${words.slice(0, 2).join(" ")} failed`);
}

/** Hands the password over on standard input: other users of the machine can read arguments. */
async function setPassword(password: string, context: ExecutionContext): Promise<void> {
  if (/[\n\0]/.test(password)) throw new SaltInvocationError("the password holds control characters");
  const options = { stdin: password, output_loglevel: "quiet" };
  await told(["lxc", "config", "set", PASSWORD, "-"], context, options);
}
