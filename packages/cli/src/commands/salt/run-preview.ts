/**
 * `--preview-target`: whom a target is expected to reach, by what the master knows; nothing is sent.
 */
import { resolveForWire } from "@salt/client";
import type { MasterConfig, Target } from "@salt/core";
import { expandRanges, openRangeSource, resolveTarget } from "@salt/core";
import { openKeyStore } from "@salt/master";
import { EXIT } from "../exit-status.js";
import type { Invocation } from "../invocation.js";
import { readCachedFacts } from "./cached-facts.js";
import { NO_RETURN } from "./session.js";

/** Prints the ids; the exit status. */
export async function runPreview(invocation: Invocation<MasterConfig>, target: Target): Promise<number> {
  const ids = await previewTarget(invocation, target);
  await invocation.screen.value(ids);
  if (ids.length > 0) return EXIT.ok;
  invocation.screen.complain(NO_RETURN);
  return EXIT.nothing;
}

/** The accepted minions that a target means, sorted. */
export async function previewTarget(
  { config, configFile }: Pick<Invocation<MasterConfig>, "config" | "configFile">,
  target: Target,
): Promise<readonly string[]> {
  const wired = resolveForWire(target, { groups: config.nodegroups, file: configFile });
  const { accepted } = await openKeyStore(config).lists();
  const facts = (id: string) => readCachedFacts(config.cachedir, id);
  const known = { ids: accepted, facts, nodegroups: config.nodegroups };
  const { minions } = resolveTarget(
    await expandRanges(wired, known, openRangeSource(config.range_server)),
    known,
  );
  return [...minions].sort();
}
