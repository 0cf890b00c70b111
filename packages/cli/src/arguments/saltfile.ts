/**
 * Saltfiles: YAML files with defaults for the options of each program, by the program's name.
 */
import { readFileSync } from "node:fs";
import type { Value } from "@salt/core";
import { errorText, isDict, isList, parseYaml, pythonStr } from "@salt/core";
import type { Option, Options } from "./option.js";
import { OptionFault } from "./option.js";
import type { CommandLine } from "./program.js";
import { UsageError } from "./usage-error.js";

/** The command line with what a Saltfile says for options that were not given. Throws UsageError. */
export async function applySaltfile<T extends Options>(
  line: CommandLine<T>,
  path: string,
): Promise<CommandLine<T>> {
  const section = await readSection(line, path);
  const options: Record<string, unknown> = { ...line.options };
  const given = new Set(line.given);
  for (const [name, value] of section) {
    const option = typeof name === "string" ? line.program.options[name] : undefined;
    if (option === undefined) {
      throw new UsageError(line.program, `${path}: ${line.program.name} has no option ${pythonStr(name)}`);
    }
    if (line.given.has(String(name)) || value === null) continue;
    options[String(name)] = optionValue(option, value, (why) => {
      throw new UsageError(line.program, `${path}: option ${pythonStr(name)}: ${why}`);
    });
    given.add(String(name));
  }
  return { ...line, options: options as CommandLine<T>["options"], given };
}

async function readSection(line: CommandLine<Options>, path: string): Promise<ReadonlyMap<Value, Value>> {
  const fail = (why: string): never => {
    throw new UsageError(line.program, why);
  };
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return fail(`The Saltfile '${path}' cannot be read: ${errorText(error)}`);
  }
  const whole = await parseYaml(text);
  if (whole === null) return new Map();
  if (!isDict(whole)) return fail(`The Saltfile '${path}' must be a map from programs to options`);
  const section = whole.get(line.program.name) ?? null;
  if (section === null) return new Map();
  return isDict(section) ? section : fail(`'${path}': ${line.program.name} must be a map of options`);
}

/** What the command line would have made of it; true and false of a file stand for themselves. */
function optionValue(option: Option<unknown>, value: Value, fail: (why: string) => never): unknown {
  if (option.action === "flag") return typeof value === "boolean" ? value : fail("must be true or false");
  if (option.action !== "store" && option.action !== "append") return fail("belongs to the command line");
  try {
    if (option.action === "append")
      return (isList(value) ? value : [value]).map((one) => option.read(pythonStr(one)));
    return option.read(pythonStr(value));
  } catch (error) {
    if (error instanceof OptionFault) return fail(error.message);
    throw error;
  }
}
