/**
 * What can be asked of the beacons while the minion runs: the event `manage_beacons`, and the events that answer it.
 */
import type { Dict, Value } from "@salt/core";
import { beaconSettings, dict, getString, isList, SaltInvocationError } from "@salt/core";
import type { BeaconBook } from "./beacon-book.js";

/** An event of the minion's bus. */
export interface BeaconAnswer {
  readonly tag: string;
  readonly data: Dict;
}

/** What is needed beside the book. */
export interface ManagedBeacons {
  readonly book: BeaconBook;
  /** Names of the plugins. */
  readonly available: () => Promise<readonly string[]>;
  /** What a plugin says of a configuration: whether it can be used, and a comment. */
  readonly validate: (module: string, config: Value) => Promise<readonly [boolean, Value]>;
  /** Lets go of what a beacon holds. */
  readonly release: (name: string) => Promise<void>;
}

/** What the event that answers a request is called, behind `/salt/minion/minion_`. */
export const BEACON_ANSWERS: ReadonlyMap<string, string> = new Map([
  ["list", "beacons_list_complete"],
  ["list_available", "beacons_list_available_complete"],
  ["validate_beacon", "beacon_validation_complete"],
  ["add", "beacon_add_complete"],
  ["modify", "beacon_modify_complete"],
  ["delete", "beacon_delete_complete"],
  ["enable", "beacons_enabled_complete"],
  ["disable", "beacons_disabled_complete"],
  ["enable_beacon", "beacon_enabled_complete"],
  ["disable_beacon", "beacon_disabled_complete"],
  ["reset", "beacon_reset_complete"],
]);

/** Does what a request asks for. Throws SaltInvocationError for one that it does not know. */
export async function manageBeacons(request: Dict, managed: ManagedBeacons): Promise<BeaconAnswer> {
  const func = getString(request, "func") ?? "";
  const told = BEACON_ANSWERS.get(func);
  if (told === undefined) throw new SaltInvocationError(`Beacons cannot be asked for '${func}'`);
  return { tag: `/salt/minion/minion_${told}`, data: await answer(func, request, managed) };
}

async function answer(func: string, request: Dict, managed: ManagedBeacons): Promise<Dict> {
  const { book } = managed;
  const name = getString(request, "name") ?? "";
  const given = request.get("beacon_data") ?? null;
  switch (func) {
    case "list":
      return dict({ complete: true, beacons: listed(request, book) });
    case "list_available":
      return dict({ complete: true, beacons: await managed.available() });
    case "validate_beacon":
      return await validation(name, given, managed);
    case "enable":
    case "disable":
      book.switchAll(func === "enable");
      return dict({ complete: true, beacons: book.own });
    case "reset":
      book.reset();
      return dict({ complete: true, comment: "Beacons have been reset", beacons: book.own });
    default:
      return await change(func, name, given, managed);
  }
}

function listed(request: Dict, book: BeaconBook): Dict {
  return book.list(request.get("include_pillar") !== false, request.get("include_opts") !== false);
}

async function validation(name: string, given: Value, { validate }: ManagedBeacons): Promise<Dict> {
  const named = isList(given) ? beaconSettings(given).get("beacon_module") : undefined;
  const [valid, vcomment] = await validate(typeof named === "string" ? named : name, given);
  return dict({ complete: true, vcomment, valid });
}

/** What Salt says of one beacon when it is done, and what it cannot do to one of the pillar. */
const CHANGES: Readonly<Record<string, { readonly cannot: string; readonly does: string }>> = {
  add: { cannot: "update", does: "Added new beacon item:" },
  modify: { cannot: "modify", does: "Updating settings for beacon item:" },
  delete: { cannot: "delete", does: "Deleting beacon item:" },
  enable_beacon: { cannot: "enable", does: "Enabling beacon item" },
  disable_beacon: { cannot: "disable", does: "Disabling beacon item" },
};

async function change(func: string, name: string, given: Value, managed: ManagedBeacons): Promise<Dict> {
  const { book, release } = managed;
  const { cannot = "", does = "" } = CHANGES[func] ?? {};
  const said = (comment: string, complete: boolean): Dict => dict({ complete, comment, beacons: book.own });
  if (book.isOfPillar(name)) {
    const link = func === "add" ? "because it is" : "it is";
    return said(`Cannot ${cannot} beacon item ${name}, ${link} configured in pillar.`, false);
  }
  if (func === "add" || func === "modify") {
    const comment = `${book.own.has(name) ? CHANGES.modify?.does : does} ${name}`;
    book.set(name, given);
    return said(comment, true);
  }
  if (func === "delete") {
    if (!book.own.has(name)) return said(`Beacon item ${name} not found.`, true);
    await release(name);
    book.delete(name);
    return said(`${does} ${name}`, true);
  }
  const isDone = book.switchOne(name, func === "enable_beacon");
  return isDone ? said(`${does} ${name}`, true) : said(`Beacon item ${name} not found.`, false);
}
