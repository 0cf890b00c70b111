/**
 * The example of docs/api.md: one program that does what most programs want of a master.
 */
import { isMissing, LocalClient, openEvents, RunnerClient, WheelClient } from "@salt/client";

/** Prints what a master and its minions answer. `configFile` is the master's, e.g. /etc/salt/master. */
export async function tour(configFile: string, print: (line: string) => void): Promise<void> {
  const local = await LocalClient.open({ configFile });
  const runner = await RunnerClient.open({ configFile });
  const wheel = await WheelClient.open({ configFile });
  try {
    // All answers at once.
    const pings = await local.cmd({ tgt: "*", fun: "test.ping" }, { timeout: 10 });
    print(`ping: ${[...pings.keys()].sort().join(", ")}`);

    // One by one as they come, and why some did not.
    const command = { tgt: ["web1", "nosuch"], fun: "test.arg", arg: [1], kwarg: { two: 2 } };
    for await (const answer of local.cmdAnswers(command)) {
      print(
        isMissing(answer) ? `${answer.id}: no answer` : `${answer.id}: retcode ${String(answer.retcode)}`,
      );
    }

    // Sent now, looked up later.
    const jid = await local.cmdAsync({ tgt: "web1", fun: "test.echo", arg: ["later"] });
    const events = await openEvents({ configFile, prefix: "salt/run/", signal: AbortSignal.timeout(30_000) });
    print(`sent: ${jid === undefined ? "to nobody" : "yes"}`);

    // Runners and wheel functions.
    print(`up: ${String(await runner.cmd("manage.up", { kwarg: { timeout: 2 } }))}`);
    print(`arguments: ${JSON.stringify(await runner.cmd("test.metasyntactic", { arg: ["uk"] }))}`);
    const keys = await wheel.cmd("key.list", { arg: ["accepted"] });
    print(`accepted: ${keys instanceof Map ? String(keys.get("minions")) : ""}`);

    // Events are an async iterable.
    for await (const event of events) {
      if (!event.tag.endsWith("/ret")) continue;
      print(`event: ${String(event.data.get("fun"))}`);
      break;
    }
  } finally {
    await local.close();
    runner.close();
    wheel.close();
  }
}
