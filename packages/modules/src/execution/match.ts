/**
 * Whether targets mean this minion.
 */
import type { Dict, ExecutionContext, TargetType, Value } from "@salt/core";
import {
  executionModule,
  expandRanges,
  fn,
  getDict,
  getString,
  isDict,
  isList,
  isTruthy,
  matchTarget,
  maybe,
  mergeDicts,
  needed,
  openRangeSource,
  parseNetwork,
  pythonStr,
  SaltError,
  TargetError,
} from "@salt/core";

const tgt = needed.any("The target.");
const minionId = maybe.any(null, "Another id to test instead of this minion's.");
const delimiter = maybe.str(":", "Between keys and value.");
const tgtType = maybe.str("compound", "How targets are to be read: the name of one of these functions.");

const byId = (name: TargetType, doc: string, example: string) =>
  fn({
    doc,
    examples: [`salt '*' match.${name} ${example}`],
    params: { tgt, minion_id: minionId },
    control: true,
    run: (args, context) => isMeant(args.tgt, name, context, args.minion_id),
  });

const byData = (name: TargetType, doc: string, example: string) =>
  fn({
    doc,
    examples: [`salt '*' match.${name} '${example}'`],
    params: { tgt, delimiter },
    control: true,
    run: (args, context) => isMeant(args.tgt, name, context, null, args.delimiter ?? ":"),
  });

export const match = executionModule("match", {
  doc: "Whether targets mean this minion.",
  functions: {
    compound: byId("compound", "Whether a compound target means this minion.", "'G@os:Debian and web*'"),
    glob: byId("glob", "Whether a glob means this minion's id.", "'web*'"),
    list: byId("list", "Whether this minion's id is in a list.", "web1,web2"),
    pcre: byId(
      "pcre",
      "Whether a regular expression fits this minion's id from its beginning.",
      "'web[0-9]+'",
    ),
    grain: byData("grain", "Whether a grain has a value; globs count.", "os:Deb*"),
    grain_pcre: byData(
      "grain_pcre",
      "Whether a regular expression fits the value of a grain.",
      "os:Debian|Ubuntu",
    ),
    pillar: byData("pillar", "Whether a value of the pillar is as given; globs count.", "role:web"),
    pillar_pcre: byData(
      "pillar_pcre",
      "Whether a regular expression fits a value of the pillar.",
      "role:web|db",
    ),
    ipcidr: fn({
      doc: "Whether this minion has an address, or one in a network.",
      examples: ["salt '*' match.ipcidr 192.168.7.0/24"],
      params: { tgt },
      control: true,
      run: async (args, context) => {
        // Real Salt's answer to what is no address.
        if (parseNetwork(pythonStr(args.tgt)) === undefined) return [];
        return await isMeant(args.tgt, "ipcidr", context, null);
      },
    }),
    data: fn({
      doc: "Whether a value of the minion's data store is as given: never, as in Salt, whose matcher asks a function that is gone.",
      examples: ["salt '*' match.data spam:eggs"],
      params: { tgt },
      control: true,
      run: () => false,
    }),
    filter_by: fn({
      doc: "The value of a map's first key that is a target for this minion, with another map laid over it.",
      examples: ["salt '*' match.filter_by '{web*: {port: 80}, default: {port: 0}}'"],
      params: {
        lookup: needed.dict("Values by target."),
        tgt_type: tgtType,
        minion_id: minionId,
        merge: maybe.any(null, "A map laid over the value."),
        merge_lists: maybe.bool(false, "Join lists instead of replacing them."),
        default: maybe.any("default", "The key whose value is taken when no target fits."),
      },
      control: true,
      run: (args, context) => filterBy(args, context),
    }),
    search_by: fn({
      doc: "All keys of a map among whose targets one means this minion; nothing when there is none.",
      examples: ["salt '*' match.search_by '{web: [web1, G@role:web], db: [db*]}'"],
      params: { lookup: needed.dict("Lists of targets by key."), tgt_type: tgtType, minion_id: minionId },
      control: true,
      run: ({ lookup, tgt_type, minion_id }, context) =>
        searchBy(lookup, (target) => isMeant(target, typeNamed(tgt_type), context, minion_id)),
    }),
    ifelse: fn({
      doc: "Goes through pairs of a target and a value, and gives the value of the first that means this minion, else the last argument.",
      examples: ["salt '*' match.ifelse 'web*' 80 'db*' 5432 0"],
      varargs: "args",
      control: true,
      run: async (_args, context, { args }) => {
        if (args.length % 2 === 0)
          throw new SaltError("ARGUMENT_COUNT", "An odd number of arguments is needed");
        for (let at = 0; at < args.length - 1; at += 2) {
          const target = args[at] ?? null;
          const isHere =
            typeof target === "boolean" ? target : await isMeant(target, "compound", context, null);
          if (isHere) return args[at + 1];
        }
        return args.at(-1);
      },
    }),
  },
});

const TYPES: ReadonlyMap<string, TargetType> = new Map(
  (
    ["compound", "glob", "list", "pcre", "grain", "grain_pcre", "pillar", "pillar_pcre", "ipcidr"] as const
  ).map((type) => [type, type] as const),
);

function typeNamed(name: string | null): TargetType {
  const type = TYPES.get(name ?? "compound");
  if (type !== undefined) return type;
  throw new SaltError("TARGET_TYPE", `tgt_type: ${name} is none of ${[...TYPES.keys()].join(", ")}`);
}

/** A target that cannot be evaluated means nobody, as for jobs. */
async function isMeant(
  target: Value,
  tgtTypeName: TargetType,
  context: ExecutionContext,
  id: Value,
  separator = ":",
): Promise<boolean> {
  const facts = {
    id: isTruthy(id) ? pythonStr(id) : context.id,
    grains: context.grains,
    pillar: context.pillar,
    nodegroups: getDict(context.opts, "nodegroups") ?? new Map(),
  };
  const expression = isList(target) ? target.map(pythonStr) : pythonStr(target);
  const asked = { tgt: expression, tgtType: tgtTypeName, delimiter: separator };
  const known = { ids: [facts.id], facts: () => facts, nodegroups: facts.nodegroups };
  try {
    const ranges = openRangeSource(getString(context.opts, "range_server") ?? null);
    return matchTarget(await expandRanges(asked, known, ranges), facts);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    context.log.warn({ reason: error.message }, "A target cannot be evaluated");
    return false;
  }
}

interface FilterArgs {
  readonly lookup: Dict | null;
  readonly tgt_type: string | null;
  readonly minion_id: Value;
  readonly merge: Value;
  readonly merge_lists: boolean;
  readonly default: Value;
}

async function searchBy(lookup: Dict, fits: (target: Value) => Promise<boolean>): Promise<Value> {
  const found: Value[] = [];
  for (const [key, targets] of lookup) {
    for (const target of isList(targets) ? targets : []) {
      if (!(await fits(target))) continue;
      found.push(key);
      break;
    }
  }
  return found.length > 0 ? found : null;
}

async function filterBy(args: FilterArgs, context: ExecutionContext): Promise<Value> {
  const lookup = args.lookup ?? new Map<Value, Value>();
  const type = typeNamed(args.tgt_type);
  const key = await firstMeant([...lookup.keys()], (target) =>
    isMeant(target, type, context, args.minion_id),
  );
  if (key === undefined) return lookup.get(args.default) ?? null;
  const value = lookup.get(key) ?? null;
  if (!isTruthy(args.merge)) return value;
  if (!isDict(args.merge))
    throw new SaltError("NOT_MERGEABLE", "filter_by merge argument must be a dictionary.");
  return isDict(value)
    ? mergeDicts(value, args.merge, args.merge_lists)
    : value === null
      ? args.merge
      : value;
}

async function firstMeant(
  targets: readonly Value[],
  fits: (target: Value) => Promise<boolean>,
): Promise<Value | undefined> {
  for (const target of targets) if (await fits(target)) return target;
  return undefined;
}
