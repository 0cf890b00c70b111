/**
 * Salt's filters to and from YAML, JSON, XML and Python.
 */
import { parseJson } from "@salt/core";
import { filter, flag, soft } from "../filters/define.js";
import { TemplateModule } from "../runtime/linked.js";
import { dictOf } from "../value/dict.js";
import { PyError, templateError, typeError } from "../value/errors.js";
import { truth } from "../value/iterate.js";
import { str } from "../value/repr.js";
import { classText, typeName } from "../value/type-name.js";
import { isInt, isText, Markup, textOf, Undefined, type Val } from "../value/types.js";
import { doubleQuoted } from "../yaml/double-quoted.js";
import { dumpYaml } from "../yaml/dump.js";
import { YamlFault } from "../yaml/load/fault.js";
import { loadYaml as loadText } from "../yaml/load/load.js";
import { plainScalar } from "../yaml/represent.js";
import { dumpJson } from "./json.js";
import { prettyPrint } from "./pretty.js";
import { refusingUndefined } from "./strict.js";
import { xmlText } from "./xml.js";

function yaml(value: Val, flow: Val): Markup {
  return new Markup(dumpYaml(value, { flow: flag(flow) }).trim());
}

function indentOf(indent: Val): string | undefined {
  if (indent === null || indent === undefined) return undefined;
  return isText(indent)
    ? textOf(indent)
    : isInt(indent)
      ? " ".repeat(Math.max(0, Number(indent)))
      : undefined;
}

function toJson(value: Val, options: ReadonlyMap<string, Val>, indent: Val): string {
  const separators = options.get("separators");
  const text = dumpJson(value, {
    indent: indentOf(indent),
    sortKeys: truth(options.get("sort_keys") ?? false),
    ensureAscii: truth(options.get("ensure_ascii") ?? true),
    separators: Array.isArray(separators) ? [str(separators[0]), str(separators[1])] : undefined,
  });
  return text
    .replaceAll("<", "\\u003c")
    .replaceAll(">", "\\u003e")
    .replaceAll("&", "\\u0026")
    .replaceAll("'", "\\u0027");
}

function sourceOf(value: Val): Val {
  return value instanceof TemplateModule ? value.text() : value;
}

/** PyYAML's own errors; others come as they are. */
const YAML_ERRORS: ReadonlySet<string> = new Set([
  "ReaderError",
  "ScannerError",
  "ParserError",
  "ComposerError",
  "ConstructorError",
]);

function loadYaml(given: Val): Val {
  const value = sourceOf(given);
  const text = value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : value;
  if (!isText(text)) {
    if (value instanceof Undefined) throw templateError(`Unable to load yaml from ${str(value)}`);
    throw typeError("a string or stream input is required");
  }
  try {
    return loadText(textOf(text));
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    if (!YAML_ERRORS.has(error.pyClass)) throw new PyError(error.pyClass, error.message);
    throw templateError(`Encountered error loading yaml: ${error.message}`);
  }
}

function loadJson(given: Val): Val {
  const value = sourceOf(given);
  try {
    const text = value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : value;
    if (isText(text)) return parseJson(textOf(text));
  } catch {
    // Whatever is wrong with the text, Salt says only that it cannot be loaded.
  }
  throw templateError(`Unable to load json from ${str(value)}`);
}

function yamlEncode(value: Val): string {
  if (value instanceof Undefined) {
    throw new PyError("RepresenterError", "('cannot represent an object', Undefined)");
  }
  if (value instanceof Markup) {
    throw new PyError("RepresenterError", `('cannot represent an object', ${`Markup('${value.text}')`})`);
  }
  const node = plainScalar(value);
  if (node === undefined) {
    throw typeError(`yaml_encode() only works with YAML scalar data; failed for ${classText(value)}`);
  }
  return typeof value === "string" ? doubleQuoted(value, false) : node.text;
}

/** In single quotes, a line break doubled, by the pure Python emitter without an indent. */
function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''").replace(/\n+/g, (breaks) => `\n${breaks}`)}'`;
}

function slsParams(value: Val, flow: Val): Markup {
  if (!(value instanceof Map))
    throw new PyError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
  const entries = [...(value as ReadonlyMap<Val, Val>)].map((entry) => dictOf([entry]));
  return yaml(entries, flow);
}

/** The filters. */
export const SERIALIZER_FILTERS = [
  ...[
    filter("yaml", "format_yaml(value, flow_style=True)", (_, value, flow) => yaml(value, flow)),
    filter(
      "json",
      "format_json(value, sort_keys=True, indent=None)",
      (_, value, sort, indent) =>
        new Markup(dumpJson(value, { sortKeys: flag(sort), indent: indentOf(indent) }).trim()),
    ),
    filter("xml", "format_xml(value)", (_, value) => new Markup(xmlText(value))),
    filter("python", "format_python(value)", (_, value) => new Markup(prettyPrint(value).trim())),
    filter("load_yaml", "load_yaml(value)", (_, value) => loadYaml(value)),
    filter("load_json", "load_json(value)", (_, value) => loadJson(value)),
    filter("load_text", "load_text(value)", (_, value) => sourceOf(value)),
    filter("dict_to_sls_yaml_params", "dict_to_sls_yaml_params(value, flow_style=False)", (_, value, flow) =>
      slsParams(value, flow),
    ),
    [
      "tojson",
      (_context, [value, indent], kwargs) => toJson(value, kwargs, indent ?? kwargs.get("indent")),
    ] as ReturnType<typeof filter>,
  ].map(refusingUndefined),
  filter("pprint", "do_pprint(value)", (_, value) => prettyPrint(value)),
  filter("yaml_encode", "yaml_encode(data)", (_, value) => yamlEncode(value)),
  filter("yaml_dquote", "yaml_dquote(text)", (_, value) => doubleQuoted(soft(value), false)),
  filter("yaml_squote", "yaml_squote(text)", (_, value) => singleQuoted(soft(value))),
];
