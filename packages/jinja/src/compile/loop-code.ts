/**
 * JavaScript for loops.
 */
import type { ForStmt, Stmt } from "../parse/nodes.js";
import type { Frame } from "./expression-code.js";
import type { StatementWriter } from "./statement-code.js";
import { analyzeFor, Symbols } from "./symbols.js";
import { bodiesOf, readsName } from "./walk.js";

/** A for loop. Only loops that ask for `loop` pay for it. */
export function writeFor(writer: StatementWriter, node: ForStmt, frame: Frame): string {
  const id = writer.unique();
  const extended =
    node.recursive || readsName(node.body, new Set(["loop"])).has("loop") || hasScopedBlock(node.body);
  const frames = framesOf(node, frame, extended);
  const source = node.recursive ? "$i" : writer.expr(node.iter, frame);
  const loop = extended
    ? extendedLoop(writer, node, frames, source, id)
    : plainLoop(writer, node, frames, source, id);
  const otherwise =
    node.otherwise.length === 0
      ? ""
      : `if(n${id}){${writer.enter(frames.otherwise.symbols)}${writer.body(node.otherwise, frames.otherwise)}}`;
  const whole = `let n${id}=true;${loop}${otherwise}`;
  if (!node.recursive) return `{${whole}}`;
  const name = `f${id}`;
  const start = `o+=yield* ${name}(${writer.expr(node.iter, frame)},0);`;
  return `{const ${name}=function*($i,$d){let $;let o="";${whole}return o;};${start}}`;
}

interface Frames {
  readonly body: Frame;
  readonly test: Frame;
  readonly otherwise: Frame;
}

function framesOf(node: ForStmt, frame: Frame, extended: boolean): Frames {
  const make = (part: "body" | "test" | "else"): Frame => {
    const symbols = new Symbols(frame.symbols);
    if (part === "body" && extended) symbols.parameter("loop");
    analyzeFor(symbols, node, part);
    return { ...frame, symbols, toplevel: false, soft: false, inLoop: part === "body" ? true : frame.inLoop };
  };
  return { body: make("body"), test: make("test"), otherwise: make("else") };
}

/** The loop's own variables, which are parameters and so not declared by `enter`. */
function parameters(symbols: Symbols): string {
  const names = [...symbols.loads].filter(([, load]) => load.from === "parameter").map(([name]) => name);
  return names.length === 0 ? "" : `let ${names.join(",")};`;
}

/** `continue`s with the next item unless the loop's test holds. */
function tested(
  writer: StatementWriter,
  node: ForStmt,
  frame: Frame,
  item: string,
  otherwise: string,
): string {
  if (node.test === undefined) return "";
  const { symbols } = frame;
  const assign = writer.assign(node.target, item, frame);
  const test = writer.expr(node.test, frame);
  return `{${parameters(symbols)}${writer.enter(symbols)}${assign}if(!R.truth(${test}))${otherwise}}`;
}

function plainLoop(
  writer: StatementWriter,
  node: ForStmt,
  frames: Frames,
  source: string,
  id: number,
): string {
  const { body, test } = frames;
  const item = `i${id}`;
  const assign = writer.assign(node.target, item, body);
  const code = parameters(body.symbols) + assign + writer.enter(body.symbols) + writer.body(node.body, body);
  const filter = tested(writer, node, test, item, "continue;");
  return `for(const ${item} of R.iterate(${source})){R.tick(S,o);${filter}${code}n${id}=false;}`;
}

function extendedLoop(
  writer: StatementWriter,
  node: ForStmt,
  frames: Frames,
  source: string,
  id: number,
): string {
  const { body, test } = frames;
  const item = `i${id}`;
  const list = `s${id}`;
  const loop = body.symbols.find("loop") ?? "$";
  const filter = tested(writer, node, test, item, "continue;");
  const prepared =
    node.test === undefined
      ? `const ${list}=${source};`
      : `const ${list}=[];for(const ${item} of R.iterate(${source})){R.tick(S,o);${filter}${list}.push(${item});}`;
  const [recurse, depth] = node.recursive ? [`f${id}`, "$d"] : ["null", "0"];
  const context = `c${id}`;
  const assign = writer.assign(node.target, item, body);
  const code = `${parameters(body.symbols)}${loop}=${context};${assign}${writer.enter(body.symbols)}${writer.body(node.body, body)}`;
  return `${prepared}const ${context}=R.loop(S,${list},${recurse},${depth});for(const ${item} of ${context}.items()){R.tick(S,o);${code}n${id}=false;}`;
}

function hasScopedBlock(body: readonly Stmt[]): boolean {
  return body.some((node) => (node.kind === "block" && node.scoped) || hasScopedBlock(bodiesOf(node)));
}
