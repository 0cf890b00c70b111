/**
 * The pillar that a call of a state function lays over the minion's: `pillar`, and `pillar_enc` when it is encrypted.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  callDirectly,
  errorText,
  getList,
  isDict,
  pythonStr,
  SaltError,
  SaltInvocationError,
} from "@salt/core";
import { loadSlsYaml } from "@salt/render";
import type { Kwargs } from "./run-options.js";

/** What decrypts where the option `decrypt_pillar_renderers` says nothing. */
const RENDERERS: readonly Value[] = ["gpg"];

/**
 * The pillar of the call; undefined when it has none. Throws SaltInvocationError for what is no map and for a
 * renderer that may not decrypt; CommandExecutionError where decrypting fails, while Salt would go on without it.
 */
export async function pillarOverride(kwargs: Kwargs, context: ExecutionContext): Promise<Dict | undefined> {
  const given = kwargs.get("pillar") ?? null;
  const enc = kwargs.get("pillar_enc") ?? null;
  if (given === null) return undefined;
  if (enc !== null) return await decrypted(given, pythonStr(enc).toLowerCase(), context);
  if (isDict(given)) return given;
  throw new SaltInvocationError(
    "Pillar data must be formatted as a dictionary, unless pillar_enc is specified.",
  );
}

async function decrypted(given: Value, renderer: string, context: ExecutionContext): Promise<Dict> {
  const allowed = getList(context.opts, "decrypt_pillar_renderers") ?? RENDERERS;
  if (!allowed.includes(renderer)) {
    throw new SaltInvocationError(
      `'${renderer}' is not a valid decryption renderer. Valid choices are: ${allowed.map(pythonStr).join(", ")}`,
    );
  }
  const plain = await rendered(given, renderer, context);
  const value = typeof plain === "string" ? mapIn(plain) : plain;
  if (isDict(value)) return value;
  throw new CommandExecutionError("The decrypted pillar of the call is not formatted as a dictionary", {
    hint: "Encrypt the YAML text of a map, or the texts within one.",
  });
}

async function rendered(given: Value, renderer: string, context: ExecutionContext): Promise<Value> {
  const name = `${renderer}.render`;
  try {
    const fn = await context.ofKind("renderer").find(name);
    // On a command line the lines of a message are written with \n.
    return await callDirectly(name, fn, [given], new Map([["translate_newlines", true]]), context);
  } catch (error) {
    if (!(error instanceof SaltError)) throw error;
    throw new CommandExecutionError(
      `The pillar of the call cannot be decrypted by ${renderer}: ${errorText(error)}`,
    );
  }
}

/** The map that a text holds which was encrypted as a whole; its words are in no message. */
function mapIn(text: string): Value | undefined {
  try {
    const { value } = loadSlsYaml(text);
    return isDict(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SaltError) return undefined;
    throw error;
  }
}
