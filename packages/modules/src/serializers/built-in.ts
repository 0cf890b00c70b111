/**
 * The serializers that are built in.
 */
import type { Dict, Value } from "@salt/core";
import {
  errorText,
  getString,
  isDict,
  isInt,
  isList,
  isTruthy,
  parseJson,
  pythonStr,
  toJson,
  withPlainDicts,
} from "@salt/core";
import { dumpSlsYaml, loadSlsYaml, prettyText } from "@salt/render";
import { configText, readConfig } from "./config-text.js";
import { plistText } from "./plist.js";
import { DeserializationError, SerializationError, type Serializer } from "./serializer.js";

/** All of them, by Salt's names. */
export const SERIALIZERS: ReadonlyMap<string, Serializer> = new Map<string, Serializer>([
  [
    "json",
    {
      serialize: (value, options) => writing(() => toJson(value, jsonOptions(options))),
      deserialize: (text, options) => {
        refuseOptions("json", options, []);
        return reading(() => parseJson(text));
      },
    },
  ],
  [
    "yaml",
    {
      serialize: (value, options) => writing(() => yamlText(value, options)),
      deserialize: (text, options) => {
        refuseOptions("yaml", options, []);
        return reading(() => loadSlsYaml(text).value);
      },
    },
  ],
  [
    "python",
    {
      serialize: (value, options) => {
        refuseOptions("python", options, []);
        return writing(() => prettyText(parseJson(toJson(value))));
      },
    },
  ],
  [
    "plist",
    {
      serialize: (value, options) => {
        refuseOptions("plist", options, []);
        return writing(() => plistText(value));
      },
    },
  ],
  ["keyvalue", { serialize: keyValueText, deserialize: readKeyValues }],
  [
    "configparser",
    {
      serialize: (value, options) => {
        refuseOptions("configparser", options, []);
        return writing(() => configText(value));
      },
      deserialize: (text, options) => {
        refuseOptions("configparser", options, []);
        return reading(() => readConfig(text));
      },
    },
  ],
]);

function writing(write: () => string): string {
  try {
    return write();
  } catch (error) {
    throw new SerializationError(errorText(error), error);
  }
}

function reading(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new DeserializationError(errorText(error), error);
  }
}

/** Options that a format has not are refused rather than passed over. */
function refuseOptions(name: string, options: Dict, known: readonly string[]): void {
  const unknown = [...options.keys()].filter((key) => !known.includes(pythonStr(key)));
  if (unknown.length === 0) return;
  throw new SerializationError(
    `${name} has no option ${unknown.map((key) => `'${pythonStr(key)}'`).join(", ")}`,
  );
}

function jsonOptions(options: Dict): NonNullable<Parameters<typeof toJson>[1]> {
  refuseOptions("json", options, ["indent", "sort_keys", "ensure_ascii", "separators"]);
  const indent = options.get("indent");
  const [item, key] = isList(options.get("separators"))
    ? (options.get("separators") as readonly Value[])
    : [];
  return {
    indent: isInt(indent) ? Number(indent) : undefined,
    sortKeys: isTruthy(options.get("sort_keys")),
    ensureAscii: isTruthy(options.get("ensure_ascii")),
    separators: typeof item === "string" && typeof key === "string" ? [item, key] : undefined,
  };
}

const YAML_OPTIONS = ["default_flow_style", "width", "indent", "allow_unicode", "sort_keys"];

function yamlText(value: Value, options: Dict): string {
  refuseOptions("yaml", options, YAML_OPTIONS);
  const flow = options.get("default_flow_style");
  const number = (name: string, usual: number): number => {
    const given = options.get(name);
    return isInt(given) ? Number(given) : usual;
  };
  // Unlike the renderers' dumper, this one knows no OrderedDict.
  return dumpSlsYaml(withPlainDicts(value), {
    flow: typeof flow === "boolean" ? flow : "scalars",
    width: number("width", 80),
    indent: number("indent", 2),
    sortKeys: options.get("sort_keys") !== false,
    allowUnicode: isTruthy(options.get("allow_unicode")),
  }).replace(/\n$/, "");
}

const PAIR_OPTIONS = ["separator", "quoting", "line_ending"];

function keyValueText(value: Value, options: Dict): string {
  refuseOptions("keyvalue", options, PAIR_OPTIONS);
  const pairs = isDict(value) ? [...value] : isList(value) ? value.map(pairOf) : undefined;
  if (pairs === undefined) throw new SerializationError("Input validation failed. Iterable required.");
  const separator = getString(options, "separator") ?? "=";
  const quoted = isTruthy(options.get("quoting"));
  const lines = pairs.map(([key, item]) => {
    const text = pythonStr(item);
    return `${pythonStr(key)}${separator}${quoted ? `'${text.replaceAll("'", `'"'"'`)}'` : text}`;
  });
  return lines.join(getString(options, "line_ending") || "\n");
}

function pairOf(item: Value): readonly [Value, Value] {
  if (isList(item) && item.length === 2) return [item[0] ?? null, item[1] ?? null];
  throw new SerializationError("Pairs of a key and a value are needed");
}

function readKeyValues(text: string, options: Dict): Value {
  refuseOptions("keyvalue", options, PAIR_OPTIONS);
  const separator = getString(options, "separator") ?? "=";
  const out = new Map<Value, Value>();
  for (const line of text.split(/\r\n|\r|\n/).filter((each, at, all) => each !== "" || at < all.length - 1)) {
    const at = line.indexOf(separator);
    if (at < 0) throw new DeserializationError("not enough values to unpack (expected 2, got 1)");
    const value = line.slice(at + separator.length);
    const unquoted =
      options.get("quoting") === false && /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
    out.set(line.slice(0, at), unquoted);
  }
  return out;
}
