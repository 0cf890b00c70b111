/**
 * `manage.key_regen`: all keys are thrown away, on the minions and on the master.
 */
import type { RunnerContext } from "@salt/core";
import { everyMinion } from "../asking/target.js";

const TOLD = `The minion and master keys have been deleted. Restart the master within a minute.

When it is up again the minions make new keys, which wait to be accepted:
    salt-key -A

Minions that were not connected need a call of their own:
    salt-call saltutil.regen_keys`;

/** Makes minions delete their keys, then deletes theirs and its own here; what to do next. */
export async function regenerateKeys(context: RunnerContext): Promise<string> {
  for await (const { id } of context.run(everyMinion, "saltutil.regen_keys")) {
    context.log.info({ minion: id }, "A minion has deleted its keys");
  }
  const { accepted, pending, denied, rejected } = await context.keys();
  await context.keyring.delete([...accepted, ...pending, ...denied, ...rejected]);
  await context.keyring.deleteOwn();
  return TOLD;
}
