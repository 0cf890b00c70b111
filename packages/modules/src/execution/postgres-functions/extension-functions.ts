/**
 * Functions of `postgres` for extensions.
 */
import { fn, isTruthy, maybe, needed } from "@salt/core";
import {
  availableExtensions,
  createExtension,
  dropExtension,
  extensionFlags,
  installedExtensions,
} from "./extensions.js";
import { loginParams } from "./login.js";

const name = needed.str("The extension.");
const schema = maybe.any(null, "The schema for what it brings.");
const ext_version = maybe.any(null, "The version.");

/** `available_extensions`, `installed_extensions` and what asks for, makes and removes one. */
export const extensionFunctions = {
  available_extensions: fn({
    doc: "The extensions that could be installed.",
    examples: ["salt '*' postgres.available_extensions"],
    params: loginParams,
    run: (args, context) => availableExtensions(args, context),
  }),
  installed_extensions: fn({
    doc: "The extensions that are installed.",
    examples: ["salt '*' postgres.installed_extensions maintenance_db=app"],
    params: loginParams,
    run: (args, context) => installedExtensions(args, context),
  }),
  get_available_extension: fn({
    doc: "What is known of an extension that could be installed.",
    examples: ["salt '*' postgres.get_available_extension plpgsql"],
    params: { name, ...loginParams },
    run: async (args, context) => (await availableExtensions(args, context)).get(args.name) ?? null,
  }),
  get_installed_extension: fn({
    doc: "What is known of an installed extension.",
    examples: ["salt '*' postgres.get_installed_extension plpgsql"],
    params: { name, ...loginParams },
    run: async (args, context) => (await installedExtensions(args, context)).get(args.name) ?? null,
  }),
  is_available_extension: fn({
    doc: "Whether an extension could be installed.",
    examples: ["salt '*' postgres.is_available_extension plpgsql"],
    params: { name, ...loginParams },
    run: async (args, context) =>
      [...(await availableExtensions(args, context)).keys()].some(
        (known) => known.toLowerCase() === args.name.toLowerCase(),
      ),
  }),
  is_installed_extension: fn({
    doc: "Whether an extension is installed.",
    examples: ["salt '*' postgres.is_installed_extension plpgsql"],
    params: { name, ...loginParams },
    run: async (args, context) => (await installedExtensions(args, context)).has(args.name),
  }),
  create_metadata: fn({
    doc: "How an extension stands: installed or not, to be upgraded, to be moved.",
    examples: ["salt '*' postgres.create_metadata adminpack"],
    params: { name, ext_version, schema, ...loginParams },
    run: (args, context) => extensionFlags(args, args, context),
  }),
  create_extension: fn({
    doc: "Installs an extension, or moves or upgrades it.",
    examples: ["salt '*' postgres.create_extension adminpack"],
    params: {
      name,
      if_not_exists: maybe.any(null, "No error when it is there; true when not given."),
      schema,
      ext_version,
      from_version: maybe.any(null, "The version of unpackaged objects it takes over."),
      ...loginParams,
    },
    run: (args, context) => {
      const isGentle = args.if_not_exists === null || isTruthy(args.if_not_exists);
      return createExtension({ ...args, if_not_exists: isGentle }, args, context);
    },
  }),
  drop_extension: fn({
    doc: "Removes an extension.",
    examples: ["salt '*' postgres.drop_extension adminpack"],
    params: {
      name,
      if_exists: maybe.any(null, "No error when it is not there."),
      restrict: maybe.any(null, "Not when something depends on it."),
      cascade: maybe.any(null, "With all that depends on it; true when not given."),
      ...loginParams,
    },
    run: (args, context) => {
      const cascade = args.cascade === null || isTruthy(args.cascade);
      const flags = { if_exists: isTruthy(args.if_exists), restrict: isTruthy(args.restrict), cascade };
      return dropExtension({ ...args, ...flags }, args, context);
    },
  }),
};
