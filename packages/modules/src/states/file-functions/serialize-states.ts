/**
 * `file.serialize`: a file that holds data.
 */
import { readFileSync } from "node:fs";
import type { Args, Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  dict,
  errorText,
  isDict,
  isEqual,
  isList,
  isTrial,
  isTruthy,
  maybe,
  mergeDicts,
  needed,
  pythonStr,
} from "@salt/core";
import { NO_LABEL } from "../../execution/file-functions/check-perms.js";
import { manageFile } from "../../execution/file-functions/manage-file.js";
import { normalizeMode } from "../../execution/file-functions/ownership.js";
import { isFile } from "../../execution/file-functions/paths.js";
import { hasSerializer, runSerializer, textIn } from "../../serializers/serializer.js";
import { done, failed, fileState, pathOf, planned, StateFault } from "./answer.js";
import { dictChanges } from "./dict-changes.js";
import { stateEnv } from "./saltenv.js";

const params = {
  name: needed.str("The file."),
  dataset: maybe.any(null, "The data."),
  dataset_pillar: maybe.any(null, "The data by its key in the pillar."),
  user: maybe.any(null, "Who is to own the file."),
  group: maybe.any(null, "The group that is to own it."),
  mode: maybe.any(null, "Its permissions."),
  backup: maybe.any("", "Keep a copy of what is replaced: `minion`."),
  makedirs: maybe.bool(false, "Make the directories above it."),
  show_changes: maybe.bool(true, "Give the difference rather than that there is one."),
  create: maybe.bool(true, "Make the file where there is none."),
  merge_if_exists: maybe.bool(false, "Put the data into those that the file has."),
  encoding: maybe.str(null, "The encoding of the file, UTF-8 where not given."),
  encoding_errors: maybe.str("strict", "What to do about characters that the encoding lacks."),
  serializer: maybe.any(
    null,
    "The form: json, yaml, configparser, keyvalue, plist or python; `formatter` is its old name.",
  ),
  serializer_opts: maybe.any(null, "Options of the form for writing."),
  deserializer_opts: maybe.any(null, "Options of the form for reading."),
} as const;

type SerializeArguments = Args<typeof params>;

export const serializeStates = {
  serialize: fileState({
    doc: "Makes sure that a file holds data in a form such as JSON or YAML.",
    params,
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const name = pathOf(args.name, "serialize");
      if (!args.create && !isFile(name))
        return done(name, `File ${name} is not present and is not set for creation`);
      const formatter = kwargs.get("formatter") ?? null;
      if (isTruthy(args.serializer) && isTruthy(formatter))
        return failed(name, "Only one of serializer and formatter are allowed");
      const chosen = [args.serializer, formatter].find((one) => isTruthy(one)) ?? "yaml";
      return await serialize({ ...args, name }, pythonStr(chosen).toLowerCase(), context);
    },
  }),
};

async function serialize(
  args: SerializeArguments,
  form: string,
  context: ExecutionContext,
): Promise<StateAnswer | Dict> {
  const { name } = args;
  const given = await datasetOf(args, context);
  if (!(await hasSerializer(context, form, "serialize"))) {
    const what = `The ${form} serializer could not be found`;
    return failed(name, `${what}. It either does not exist or its prerequisites are not installed.`);
  }
  const existing = args.merge_if_exists && isFile(name) ? await existingData(args, form, context) : null;
  const data = isDict(existing) && isDict(given) ? mergeDicts(existing, given) : given;
  if (existing !== null && isEqual(existing, data))
    return done(name, `The file ${name} is in the correct state`);
  const written = await runSerializer(context, [form, "serialize"], data, writeOptions(form, args));
  const text = textIn(written);
  const answer = await store(args, WHOLE_FORMS.includes(form) ? text : `${text}\n`, context);
  const told = new Map(isDict(answer) ? answer : dict(answer));
  if (isDict(existing) && isDict(data)) {
    const changes = told.get("changes");
    told.set(
      "changes",
      new Map([...(isDict(changes) ? changes : []), ["diff", dictChanges(existing, data)]]),
    );
  }
  if (isTruthy(args.deserializer_opts) && !args.merge_if_exists)
    told.set("warnings", [
      "The 'deserializer_opts' option is ignored unless merge_if_exists is set to True.",
    ]);
  return told;
}

/** Forms whose text is a whole file already: no end of a line is added. */
const WHOLE_FORMS = ["plist"];

async function datasetOf(args: SerializeArguments, context: ExecutionContext): Promise<Value> {
  const { name, dataset, dataset_pillar: key } = args;
  if (isTruthy(dataset) && isTruthy(key))
    throw new StateFault(name, "Only one of 'dataset' and 'dataset_pillar' is permitted");
  const found = isTruthy(key) ? await context.call("pillar.get", [key]) : dataset;
  if (found === null) throw new StateFault(name, "Neither 'dataset' nor 'dataset_pillar' was defined");
  return found;
}

async function existingData(
  args: SerializeArguments,
  form: string,
  context: ExecutionContext,
): Promise<Value> {
  const { name } = args;
  if (!(await hasSerializer(context, form, "deserialize")))
    throw new StateFault(name, `merge_if_exists is not supported for the ${form} serializer`);
  try {
    const text = readFileSync(name, "utf8");
    return await runSerializer(context, [form, "deserialize"], text, optionsOf(args.deserializer_opts));
  } catch (error) {
    throw new StateFault(name, `Failed to deserialize existing data: ${errorText(error)}`);
  }
}

/** The options of a form: those of all states, those that an encoding means, and those that were given. */
function writeOptions(form: string, { encoding, serializer_opts }: SerializeArguments): Dict {
  const given = optionsOf(serializer_opts);
  const isPlain = isTruthy(encoding);
  if (form === "json") {
    const usual = dict({ indent: 2, separators: [",", ": "], sort_keys: true });
    return new Map([...usual, ...(isPlain ? dict({ ensure_ascii: false }) : []), ...given]);
  }
  if (form !== "yaml") return given;
  return new Map([
    ...dict({ default_flow_style: false, ...(isPlain ? { allow_unicode: true } : {}) }),
    ...given,
  ]);
}

/** Options as they are written down: a map, or a list of maps. */
function optionsOf(given: Value): Dict {
  const maps = isList(given) ? given : [given];
  return new Map(maps.flatMap((map) => (isDict(map) ? [...map] : [])));
}

async function store(
  args: SerializeArguments,
  contents: string,
  context: ExecutionContext,
): Promise<StateAnswer | Dict> {
  const { name, user, group, backup, makedirs, encoding, encoding_errors: encodingErrors } = args;
  const mode = normalizeMode(args.mode);
  if (isTrial(context)) return await plan(args, mode, contents, context);
  return await manageFile(
    {
      ...{
        name,
        user,
        group,
        mode,
        contents,
        backup,
        makedirs,
        encoding,
        encodingErrors,
        attrs: null,
        label: NO_LABEL,
      },
      ...{ sfn: "", ret: null, source: null, sourceSum: null, saltenv: stateEnv(context), dirMode: null },
      ...{ showChanges: args.show_changes, skipVerify: false, keepMode: false, verifySsl: true },
      ...{ useEtag: false, followLinks: true },
    },
    context,
  );
}

async function plan(
  { name, user, group, show_changes }: SerializeArguments,
  mode: string | null,
  contents: string,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const changes = await context.call("file.check_managed_changes", [
    ...[name, null, new Map(), null, user, group, mode, null, null],
    ...[null, null, stateEnv(context), contents, false],
  ]);
  if (!isDict(changes) || changes.size === 0) return done(name, `The file ${name} is in the correct state`);
  const told = show_changes ? changes : new Map([...changes, ["diff", "<show_changes=False>"]]);
  return { ...planned(name, `Dataset will be serialized and stored into ${name}`), changes: told };
}
