/**
 * Beacons of the minion: what watches the machine and fires events.
 */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Dict, ExecutionContext, Plain } from "@salt/core";
import {
  dict,
  errorText,
  executionModule,
  fn,
  getString,
  isTruthy,
  maybe,
  writeFileAtomic,
} from "@salt/core";
import { ask, available, configured, isTest, told, unanswered } from "./beacon-functions/ask-beacons.js";
import { changeFunctions } from "./beacon-functions/change-functions.js";
import { switchFunctions } from "./beacon-functions/switch-functions.js";

const return_yaml = maybe.bool(true, "As text instead of as data.");

export const beacons = executionModule("beacons", {
  doc: "Beacons of the minion: what watches the machine and fires events.",
  functions: {
    list: fn({
      doc: "The configured beacons, as YAML or as data.",
      examples: ["salt '*' beacons.list", "salt '*' beacons.list include_pillar=False return_yaml=False"],
      params: {
        return_yaml,
        include_pillar: maybe.bool(true, "Those of the pillar too."),
        include_opts: maybe.bool(true, "Those of the configuration too."),
      },
      varkw: "kwargs",
      run: async ({ return_yaml, ...include }, context): Promise<Plain> => {
        const found = (await configured(context, new Map(Object.entries(include)))) ?? null;
        return return_yaml ? await asYaml({ beacons: found }) : found;
      },
    }),
    list_available: fn({
      doc: "The beacons that can be configured, as YAML or as data.",
      examples: ["salt '*' beacons.list_available"],
      params: { return_yaml },
      varkw: "kwargs",
      run: async ({ return_yaml }, context): Promise<Plain> => {
        const names = (await available(context)) ?? [];
        if (names.length === 0) return { beacons: {} };
        return return_yaml ? await asYaml({ beacons: names }) : names;
      },
    }),
    ...changeFunctions,
    ...switchFunctions,
    save: fn({
      doc: "Keeps the beacons of the configuration over a restart, in `minion.d/beacons.conf`.",
      examples: ["salt '*' beacons.save"],
      varkw: "kwargs",
      run: (_args, context) => save(context),
    }),
    reset: fn({
      doc: "Takes all beacons of the configuration away.",
      examples: ["salt '*' beacons.reset"],
      varkw: "kwargs",
      run: async (_args, context, { kwargs }) => {
        if (isTest(kwargs)) return told("Beacons would be reset.", true);
        const answer = await ask(context, { func: "reset" });
        return answer === undefined
          ? unanswered("beacon reset complete")
          : told("Beacon configuration reset.", isTruthy(answer.get("complete") ?? null));
      },
    }),
  },
});

async function save(context: ExecutionContext): Promise<Dict> {
  const found = await configured(context, new Map([["include_pillar", false]]));
  if (found === undefined) return unanswered("beacon list complete");
  const path = beaconsFile(context.opts);
  try {
    mkdirSync(dirname(path), { recursive: true });
    const text = found.size === 0 ? "" : await asYaml({ beacons: found });
    writeFileAtomic(path, text, { mode: 0o600 });
    return told(`Beacons saved to ${path}.`, true);
  } catch (error) {
    context.log.warn({ path, reason: errorText(error) }, "Beacons cannot be saved");
    return told(`Unable to write to beacons file at ${path}. Check permissions.`, false);
  }
}

/** The file that keeps beacons, which the configuration includes. */
function beaconsFile(opts: Dict): string {
  const conf = getString(opts, "conf_file") ?? "/etc/salt/minion";
  return join(
    dirname(conf),
    dirname(getString(opts, "default_include") ?? "minion.d/*.conf"),
    "beacons.conf",
  );
}

async function asYaml(data: { readonly [name: string]: Plain }): Promise<string> {
  const { dumpSlsYaml } = await import("@salt/render");
  return dumpSlsYaml(dict(data), { flow: false });
}
