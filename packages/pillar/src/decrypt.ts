/**
 * `decrypt_pillar`: parts of the pillar that are kept encrypted.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  callDirectly,
  getList,
  getString,
  isDict,
  isList,
  pythonStr,
  SaltInvocationError,
  walk,
} from "@salt/core";
import { firstLine } from "./top.js";

/** Salt's defaults. */
const DELIMITER = ":";
const RENDERER = "gpg";

/** The pillar with the named parts decrypted; a failure is one more of its `_errors`, and the part stays as it was. */
export async function withDecrypted(pillar: Dict, opts: Dict, context: ExecutionContext): Promise<Dict> {
  const option = opts.get("decrypt_pillar");
  if (option === undefined || option === null || (isList(option) && option.length === 0)) return pillar;
  const wanted = wantedParts(option);
  if (wanted === undefined) return withErrors(pillar, ["decrypt_pillar config option is malformed"]);
  const delimiter = getString(opts, "decrypt_pillar_delimiter") ?? DELIMITER;
  const errors: string[] = [];
  let decrypted = pillar;
  for (const [key, pipe] of wanted) {
    const path = key.split(delimiter);
    const found = walk(decrypted, path);
    if (found === undefined || found === null) continue;
    try {
      const plain = await decrypt(
        found,
        pipe ?? getString(opts, "decrypt_pillar_default") ?? RENDERER,
        context,
      );
      decrypted = replaced(decrypted, path, plain);
    } catch (error) {
      context.signal.throwIfAborted();
      errors.push(`Failed to decrypt pillar key '${key}': ${firstLine(error)}`);
      context.log.error({ key, reason: firstLine(error) }, "A part of the pillar cannot be decrypted");
    }
  }
  return errors.length > 0 ? withErrors(decrypted, errors) : decrypted;
}

/** Paths with their renderers; undefined for an option of another form. */
function wantedParts(option: Value): ReadonlyMap<string, string | undefined> | undefined {
  const items = isDict(option) ? [option] : isList(option) ? option : [];
  const parts = new Map<string, string | undefined>();
  for (const item of items) {
    if (typeof item === "string") parts.set(item, undefined);
    else if (isDict(item)) {
      for (const [key, pipe] of item) parts.set(String(key), typeof pipe === "string" ? pipe : undefined);
    } else return undefined;
  }
  return parts.size > 0 ? parts : undefined;
}

/** A value with all texts in it decrypted. Throws what the renderer throws. */
async function decrypt(value: Value, renderer: string, context: ExecutionContext): Promise<Value> {
  const allowed = getList(context.opts, "decrypt_pillar_renderers") ?? [RENDERER];
  if (!allowed.includes(renderer)) {
    const choices = allowed.map(pythonStr).join(", ");
    throw new SaltInvocationError(
      `'${renderer}' is not a valid decryption renderer. Valid choices are: ${choices}`,
    );
  }
  const fn = await context.ofKind("renderer").find(`${renderer}.render`);
  const each = async (part: Value): Promise<Value> => {
    if (typeof part === "string") {
      return await callDirectly(`${renderer}.render`, fn, [part], new Map(), context);
    }
    if (isList(part)) return await Promise.all(part.map(each));
    if (!isDict(part)) return part;
    const entries: (readonly [Value, Value])[] = [];
    for (const [key, inner] of part) entries.push([key, await each(inner)]);
    return new Map(entries);
  };
  return await each(value);
}

/** A copy with another value at a path that exists. */
function replaced(within: Dict, path: readonly string[], value: Value): Dict {
  const copy: MutableDict = new Map(within);
  const [first = "", ...rest] = path;
  const key = [...within.keys()].find((each) => pythonStr(each) === first) ?? first;
  const inner = copy.get(key) ?? null;
  if (rest.length === 0) copy.set(key, value);
  else if (isDict(inner)) copy.set(key, replaced(inner, rest, value));
  else if (isList(inner)) copy.set(key, replacedItem(inner, rest, value));
  return copy;
}

function replacedItem(list: readonly Value[], path: readonly string[], value: Value): readonly Value[] {
  const [first = "", ...rest] = path;
  return list.map((item, at) => {
    if (String(at) !== first) return item;
    if (rest.length === 0) return value;
    return isDict(item) ? replaced(item, rest, value) : item;
  });
}

function withErrors(pillar: Dict, errors: readonly string[]): Dict {
  return new Map(pillar).set("_errors", [...(getList(pillar, "_errors") ?? []), ...errors]);
}
