/**
 * Jinja2's global functions, and Salt's.
 */

import { text } from "../methods/arguments.js";
import { Cycler, dictFrom, Joiner, Namespace } from "../runtime/namespace.js";
import type { RenderState } from "../runtime/state.js";
import { PyError, typeError, valueError } from "../value/errors.js";
import { truth } from "../value/iterate.js";
import { bind, signature } from "../value/signature.js";
import { typeName } from "../value/type-name.js";
import { isInt, type Kwargs, OrderedDict, PyFunction, PyRange, type Val } from "../value/types.js";

/** The longest range that the sandbox allows. */
const MAX_RANGE = 100_000;

function range(args: readonly Val[]): Val {
  if (args.length === 0) throw typeError("range expected at least 1 argument, got 0");
  if (args.length > 3) throw typeError(`range expected at most 3 arguments, got ${args.length}`);
  const numbers = args.map((value) => {
    if (isInt(value) || typeof value === "boolean") return Number(value);
    throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  });
  const [first = 0, second, step = 1] = numbers;
  if (step === 0) throw valueError("range() arg 3 must not be zero");
  const made = second === undefined ? new PyRange(0, first, 1) : new PyRange(first, second, step);
  if (made.length > MAX_RANGE) {
    throw new PyError(
      "OverflowError",
      `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${MAX_RANGE}).`,
    );
  }
  return made;
}

const WORDS =
  "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua".split(
    " ",
  );
const LIPSUM = signature("generate_lorem_ipsum(n=5, html=True, min=20, max=100)");

function lipsum(args: readonly Val[], kwargs: Kwargs): Val {
  const [count, html, min, max] = bind(LIPSUM, args, kwargs);
  const paragraphs = Array.from({ length: Math.min(Number(count), 1000) }, () => {
    const [low, high] = [Number(min), Math.min(Number(max), 10_000)];
    const size = Math.max(1, low + Math.floor(Math.random() * Math.max(0, high - low)));
    const words = Array.from({ length: size }, () => WORDS[Math.floor(Math.random() * WORDS.length)]);
    const sentence = words.join(" ");
    return `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`;
  });
  return truth(html) ? paragraphs.map((each) => `<p>${each}</p>`).join("\n") : paragraphs.join("\n\n");
}

const RAISE = signature("jinja_raise(msg)");
const IFELSE = signature("ifelse(*conditions, default=None, expr_funcs=None, merge=None)");

/** Salt's ifelse outside of its own modules: a lone argument is the default, more cannot be matched. */
function ifElse(args: readonly Val[], kwargs: Kwargs): Val {
  if (args.length > 1) throw new PyError("NameError", "name '__context__' is not defined");
  if (args.length === 1) return args[0];
  return bind(IFELSE, [], kwargs)[0];
}

/** What every template sees. */
export const GLOBALS: ReadonlyMap<string, Val> = new Map<string, Val>([
  ["range", new PyFunction("range", range, "function")],
  ["dict", new PyFunction("dict", (args, kwargs) => dictFrom(args, kwargs, new Map()), "type")],
  [
    "odict",
    new PyFunction(
      "collections.OrderedDict",
      (args, kwargs) => dictFrom(args, kwargs, new OrderedDict()),
      "type",
    ),
  ],
  ["lipsum", new PyFunction("generate_lorem_ipsum", lipsum, "function")],
  ["cycler", new PyFunction("jinja2.utils.Cycler", (args) => new Cycler(args), "type")],
  ["joiner", new PyFunction("jinja2.utils.Joiner", (args) => new Joiner(args[0] ?? ", "), "type")],
  [
    "namespace",
    new PyFunction("jinja2.utils.Namespace", (args, kwargs) => new Namespace(args, kwargs), "type"),
  ],
  [
    "raise",
    new PyFunction(
      "jinja_raise",
      (args, kwargs) => {
        throw new PyError("TemplateError", text(bind(RAISE, args, kwargs)[0]));
      },
      "function",
    ),
  ],
  ["ifelse", new PyFunction("ifelse", ifElse, "function")],
]);

/** Plain values, lists and dicts: what show_full_context leaves. */
function isSimple(value: Val): boolean {
  if (value === null || ["string", "boolean", "number", "bigint"].includes(typeof value)) return true;
  return Array.isArray(value) || value instanceof Map;
}

/** The global that needs the rendering it is in. */
export function showFullContext(state: RenderState): PyFunction {
  const show = (): Val => {
    const all: [Val, Val][] = [...state.globals.all()].filter(([, value]) => isSimple(value));
    return new Map(all);
  };
  return new PyFunction("show_full_context", show, "function");
}
