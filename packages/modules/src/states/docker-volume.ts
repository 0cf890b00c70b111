/**
 * States of volumes of Docker.
 */
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  getList,
  getString,
  isDict,
  isTrial,
  maybe,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";
import { repacked } from "../execution/docker-functions/translate/words.js";
import { answer, failed, pending, unchanged } from "./answer/answer.js";
import { dockerThere } from "./docker-functions/docker-there.js";

const name = needed.str("The name of the volume.");

export const dockerVolume = stateModule("docker_volume", {
  doc: "States of volumes of Docker.",
  available: dockerThere,
  functions: {
    present: stateFn({
      doc: "Makes a volume be there.",
      params: {
        name,
        driver: maybe.any(null, "The driver; the engine's default when not given."),
        driver_opts: maybe.any(null, "Options of the driver."),
        force: maybe.bool(false, "Replace one that has another driver; what it holds is lost."),
      },
      run: async (args, context) => {
        const { name: which, driver, force } = args;
        const wish = { ...args, driver_opts: repacked(args.driver_opts) };
        const volume = await findVolume(which, context);
        if (volume === undefined) {
          if (isTrial(context)) return pending(which, `The volume '${which}' will be created`);
          return await create(wish, {}, context);
        }
        const current = pythonStr(volume.get("Driver") ?? null);
        if (driver === null || current === pythonStr(driver))
          return unchanged(which, `Volume '${which}' already exists.`);
        if (!force) return otherDriver(which, current, pythonStr(driver), context);
        if (isTrial(context)) {
          const told = `The volume '${which}' will be replaced with a new one using the driver`;
          return pending(which, `${told} '${pythonStr(driver)}'`);
        }
        try {
          const removed = await context.call("docker.remove_volume", [which]);
          return await create(wish, { removed }, context);
        } catch (error) {
          return notRemoved(which, error);
        }
      },
    }),
    absent: stateFn({
      doc: "Makes a volume not be there.",
      params: {
        name,
        driver: maybe.any(null, "Must be nothing: a volume's name alone says which one it is."),
      },
      run: async ({ name: which, driver }, context) => {
        if (driver !== null) return failed(which, "The 'driver' argument is not supported");
        if ((await findVolume(which, context)) === undefined)
          return unchanged(which, `Volume '${which}' already absent`);
        if (isTrial(context)) return pending(which, `The volume '${which}' will be removed`);
        try {
          return answer(which, true, "", { removed: await context.call("docker.remove_volume", [which]) });
        } catch (error) {
          return notRemoved(which, error);
        }
      },
    }),
  },
});

async function findVolume(name: string, context: ExecutionContext): Promise<Dict | undefined> {
  const volumes = getList(await context.call("docker.volumes"), "Volumes") ?? [];
  return volumes.filter((volume) => isDict(volume)).find((volume) => getString(volume, "Name") === name);
}

async function create(
  wish: { readonly name: string; readonly driver: Value; readonly driver_opts: Value },
  changes: { readonly removed?: Value },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name: which, driver, driver_opts } = wish;
  try {
    const created = await context.call("docker.create_volume", [which], { driver, driver_opts });
    return answer(which, true, "", { ...changes, created });
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return failed(which, `Failed to create volume '${which}': ${errorText(error)}`, { ...changes });
  }
}

function otherDriver(which: string, current: string, driver: string, context: ExecutionContext): StateAnswer {
  const comment =
    `Driver for existing volume '${which}' ('${current}') does not match specified driver ('${driver}') ` +
    "and force is False";
  return answer(which, isTrial(context) ? null : false, comment);
}

function notRemoved(which: string, error: unknown): StateAnswer {
  if (!(error instanceof CommandExecutionError)) throw error;
  return failed(which, `Failed to remove volume '${which}': ${errorText(error)}`);
}
