/**
 * The process that an update of a minion leaves behind to put the other release into use.
 */
import { parseArgs } from "node:util";
import { errorText } from "@salt/core";
import { updateFolder, writeUpdate } from "@salt/modules";
import { minionRestarter, moment, untilAnswered } from "../commands/release-switch/minion-process.js";
import { switchRelease } from "../commands/release-switch/switch-release.js";

const text = { type: "string", default: "" } as const;
const { values } = parseArgs({
  options: {
    prefix: text,
    from: text,
    to: text,
    deadline: text,
    keep: text,
    cachedir: text,
    pidfile: text,
    config: text,
    jid: text,
  },
});
const order = { ...values, deadline: Number(values.deadline), keep: Number(values.keep), pid: process.pid };

async function main(): Promise<void> {
  try {
    const restart = await minionRestarter(order);
    const answered = (): Promise<void> => untilAnswered(order.cachedir, order.jid);
    await switchRelease(order, { restart, answered, pause: moment, now: () => performance.now() / 1000 });
  } catch (error) {
    const { from, to, pid } = order;
    writeUpdate(updateFolder(order.cachedir), { from, to, state: "failed", reason: errorText(error), pid });
  }
}

void main();
