/**
 * Arguments that commands and templates give by position: the order is Salt's.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExecutionModule, Plugin } from "@salt/core";
import { builtinEntries } from "./catalog.generated.js";

const SYNC = "saltenv refresh extmod_whitelist extmod_blacklist";
const GIT = "cwd opts git_opts user password identity ignore_retcode";
const TABLE: readonly (readonly [fun: string, args: string])[] = [
  ["git.pull", `${GIT} saltenv output_encoding https_user https_pass`],
  ["git.reset", `${GIT} output_encoding`],
  ["iptables.delete", "table chain position rule family"],
  ["mount.mount", "name device mkmnt fstype opts user util"],
  ["mount.umount", "name device user util"],
  ["pkg.list_downloaded", "root"],
  ["pkg.set_selections", "path selection clear saltenv"],
  ["saltutil.sync_grains", `${SYNC} clean_pillar_cache`],
  ["saltutil.sync_modules", SYNC],
  ["saltutil.sync_sdb", "saltenv extmod_whitelist extmod_blacklist"],
  ["schedule.job_status", "name time_fmt"],
  ["schedule.postpone_job", "name current_time new_time"],
  ["state.test", ""],
  ["state.top", "topfn test queue"],
];

for (const [fun, args] of TABLE) {
  test(`${fun} takes (${args})`, async () => {
    const [module, name = ""] = fun.split(".");
    const files: string[] = [];
    for (const entry of builtinEntries.filter(
      (one) => one.kind === "execution" && one.virtualName === module,
    )) {
      const plugin = await entry.load();
      if (isExecution(plugin)) files.push(Object.keys(plugin.functions[name]?.params ?? {}).join(" "));
    }
    assert.ok(files.includes(args), files.join(" / "));
  });
}

function isExecution(plugin: Plugin): plugin is ExecutionModule {
  return plugin.kind === "execution";
}
