/**
 * Reading all arguments of a container or a network at once.
 */
import type { Dict, MutableDict, Plain, Value } from "@salt/core";
import { CommandExecutionError, dict, isList, pythonStr, SaltInvocationError, toValue } from "@salt/core";
import { withAdditionalInfo } from "../../../states/answer/additional-info.js";
import { givenKeywords } from "../../../values/keywords.js";
import type { Translate, TranslateRules } from "./words.js";
import { repacked, split } from "./words.js";

/** What kind of thing the arguments describe. */
export interface Translator {
  readonly aliases: Readonly<Record<string, string>>;
  readonly translations: Readonly<Record<string, Translate>>;
  /** Called before aliases are replaced. */
  readonly merge?: (given: MutableDict) => void;
  /** Called at the end; puts what is wrong into `invalid`. */
  readonly finish?: (given: MutableDict, skipped: ReadonlySet<string>, invalid: MutableDict) => void;
}

/** How arguments are to be read. */
export interface TranslateOptions {
  /** True for all arguments, or the names of those that are handed on as they are. */
  readonly skip_translate: Value;
  readonly ignore_collisions: boolean;
  readonly validate_ip_addrs: boolean;
}

/** Arguments that cannot be read; `info` says which. */
export class InputFault extends CommandExecutionError {
  readonly info: Dict;

  constructor(message: string, info: Plain) {
    super(withAdditionalInfo(message, info));
    const facts = toValue(info);
    this.info = facts instanceof Map ? facts : dict({});
  }
}

/** The arguments as the engine takes them. Throws InputFault. */
export function translateInput(
  translator: Translator,
  kwargs: ReadonlyMap<string, Value>,
  options: TranslateOptions,
): MutableDict {
  const given = givenKeywords(kwargs);
  if (options.skip_translate === true) return given;
  const skipped = skippedNames(options.skip_translate);
  const invalid = translateEach(translator, given, skipped, { checksAddresses: options.validate_ip_addrs });
  translator.merge?.(given);
  const collisions = replaceAliases(translator, given);
  translator.finish?.(given, skipped, invalid);
  const faults = {
    ...(invalid.size > 0 ? { invalid } : {}),
    ...(collisions.length > 0 && !options.ignore_collisions ? { collisions } : {}),
  };
  if (Object.keys(faults).length > 0) throw new InputFault("Failed to translate input", faults);
  return given;
}

function skippedNames(value: Value): ReadonlySet<string> {
  if (typeof value === "string") return new Set(split(value));
  return new Set(isList(value) ? value.map((name) => pythonStr(name)) : []);
}

function translateEach(
  { aliases, translations }: Translator,
  given: MutableDict,
  skipped: ReadonlySet<string>,
  rules: TranslateRules,
): MutableDict {
  const invalid: MutableDict = new Map<Value, Value>();
  for (const [key, value] of [...given]) {
    const name = aliases[pythonStr(key)] ?? pythonStr(key);
    if (skipped.has(name)) continue;
    const packed = name === "ipam_pools" ? value : repacked(value);
    const translate = Object.hasOwn(translations, name) ? translations[name] : undefined;
    try {
      given.set(key, translate?.(packed, rules) ?? packed);
    } catch (error) {
      if (!(error instanceof SaltInvocationError)) throw error;
      given.delete(key);
      invalid.set(key, error.message);
    }
  }
  return invalid;
}

function replaceAliases({ aliases }: Translator, given: MutableDict): readonly string[] {
  const collisions: string[] = [];
  for (const [alias, name] of Object.entries(aliases)) {
    const value = given.get(alias);
    if (value === undefined) continue;
    given.delete(alias);
    if (given.has(name)) collisions.push(`'${alias}' is an alias for '${name}', they cannot both be used`);
    else given.set(name, value);
  }
  return collisions;
}
