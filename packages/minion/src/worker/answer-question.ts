/**
 * Answering questions of job processes: the other end of `remoteControl`.
 */
import type { Dict, MinionControl, Value } from "@salt/core";
import { getDict, getString, isDict, MalformedError } from "@salt/core";

/** Does what a job process asks for. Throws what the control throws, MalformedError for what is no question. */
export async function answerQuestion(
  control: MinionControl,
  method: string,
  args: readonly Value[],
): Promise<Value> {
  const [first, second, third] = args;
  switch (method) {
    case "running":
      return await control.running();
    case "signalJob":
      return await control.signalJob(text(first), Number(second));
    case "fireMaster":
      return await control.fireMaster(text(first), map(second), isDict(third) ? third : undefined);
    case "fireLocal":
      return await control.fireLocal(text(first), map(second));
    case "request":
      return await control.request(map(first));
    case "compilePillar":
      return await control.compilePillar(pillarOptions(map(first)));
    case "refreshPillar":
      return await control.refreshPillar();
    case "refreshGrains":
      return await control.refreshGrains();
    case "refreshModules":
      return await control.refreshModules();
    case "schedule":
      return (await control.schedule(map(first))) ?? null;
    case "beacons":
      return (await control.beacons(map(first))) ?? null;
    case "refreshBeacons":
      return await control.refreshBeacons();
    case "revokeAuth":
      return await control.revokeAuth();
    default:
      throw new MalformedError("a job process asked for something unknown");
  }
}

function pillarOptions(from: Dict): NonNullable<Parameters<MinionControl["compilePillar"]>[0]> {
  const override = getDict(from, "override");
  const ext = getDict(from, "ext");
  const saltenv = getString(from, "saltenv");
  const pillarenv = getString(from, "pillarenv");
  return {
    ...(override === undefined ? {} : { override }),
    ...(ext === undefined ? {} : { ext }),
    ...(saltenv === undefined ? {} : { saltenv }),
    ...(pillarenv === undefined ? {} : { pillarenv }),
  };
}

function text(value: Value | undefined): string {
  if (typeof value === "string") return value;
  throw new MalformedError("a question lacks a text");
}

function map(value: Value | undefined): Dict {
  if (isDict(value)) return value;
  throw new MalformedError("a question lacks a map");
}
