/**
 * YAML's grammar: nodes of the tokens of one document.
 */
import { Directives } from "./directives.js";
import { type Mark, YamlFault } from "./fault.js";
import { LEFT_OUT } from "./left-out.js";
import type { ComposedDocument, MappingNode, Node, Place, Properties, SequenceNode } from "./nodes.js";
import { plainTag, STANDARD } from "./resolve-tag.js";
import { Scanner } from "./scanner.js";
import type { BareKind, ScalarStyle, Token } from "./tokens.js";

/** The deepest nesting; Python's own limit lies near. */
const MAX_DEPTH = 900;
const TEXT = `${STANDARD}str`;

/** The document's node; undefined for an empty text. Throws YamlFault. */
export function composeDocument(text: string): ComposedDocument {
  const composer = new Composer(text);
  return { root: composer.run(), shares: composer.hasAlias };
}

class Composer {
  readonly #scanner: Scanner;
  readonly #anchors = new Map<string, Node>();
  readonly #directives = new Directives();
  #depth = 0;
  hasAlias = false;

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  run(): Node | undefined {
    if (this.#is("stream-end")) return undefined;
    const start = this.#beginDocument(true);
    const empty = this.#isAny(LEFT_OUT.noContent);
    const isContent = !empty || (start.implicit && this.#is("document-end"));
    const node = isContent ? this.#node("block") : this.#emptyScalar(this.#peek().start);
    if (this.#is("document-end")) this.#take();
    this.#refuseFurther(start.mark);
    return node;
  }

  #take = (): Token => this.#scanner.next();
  #peek = (): Token => this.#scanner.peek();

  #is(kind: Token["kind"]): boolean {
    return this.#scanner.peek().kind === kind;
  }

  #isAny(kinds: readonly Token["kind"][]): boolean {
    return kinds.includes(this.#scanner.peek().kind);
  }

  /** The document's first mark; without directives and `---` it is implicit. */
  #beginDocument(first: boolean): { readonly mark: Mark; readonly implicit: boolean } {
    const mark = this.#peek().start;
    if (first && !this.#isAny(LEFT_OUT.documentHead)) return { mark, implicit: true };
    this.#directives.take(this.#scanner);
    if (!this.#is("document-start")) throw this.#parserFault("did not find expected <document start>");
    this.#take();
    return { mark, implicit: false };
  }

  #refuseFurther(document: Mark): void {
    while (this.#is("document-end")) this.#take();
    if (this.#is("stream-end")) return;
    const { mark } = this.#beginDocument(false);
    const context = "expected a single document in the stream";
    throw new YamlFault({
      pyClass: "ComposerError",
      problem: "but found another document",
      mark,
      context,
      contextMark: document,
    });
  }

  #parserFault(problem: string, context?: string, contextMark?: Mark): YamlFault {
    return new YamlFault({ pyClass: "ParserError", problem, mark: this.#peek().start, context, contextMark });
  }

  #node(place: Place): Node {
    const first = this.#peek();
    if (first.kind === "alias") return this.#alias(first);
    const properties = this.#properties();
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new YamlFault({ pyClass: "RecursionError", problem: "maximum recursion depth exceeded" });
    }
    const node = this.#content(place, properties);
    this.#depth -= 1;
    return node;
  }

  #alias(token: Token & { kind: "alias" | "anchor" }): Node {
    this.#take();
    this.hasAlias = true;
    const node = this.#anchors.get(token.name);
    if (node !== undefined) return node;
    throw new YamlFault({ pyClass: "ComposerError", problem: "found undefined alias", mark: token.start });
  }

  #properties(): Properties {
    const { start } = this.#peek();
    let anchor: string | undefined;
    let tagToken: (Token & { kind: "tag" }) | undefined;
    for (;;) {
      const token = this.#peek();
      if (token.kind === "anchor" && anchor === undefined) anchor = token.name;
      else if (token.kind === "tag" && tagToken === undefined) tagToken = token;
      else break;
      this.#take();
    }
    const tag = tagToken === undefined ? undefined : this.#directives.fullTag(tagToken, start);
    return { anchor, tag, start };
  }

  #content(place: Place, properties: Properties): Node {
    const token = this.#peek();
    switch (token.kind) {
      case "scalar":
        this.#take();
        return this.#scalar(properties, token.value, token.style);
      case "[":
        return this.#flowSequence(this.#sequence(properties));
      case "{":
        return this.#flowMapping(this.#mapping(properties));
      case "-":
        if (place === "block-or-indentless") return this.#indentless(this.#sequence(properties));
        break;
      case "block-sequence-start":
        if (place !== "flow") return this.#blockSequence(this.#sequence(properties));
        break;
      case "block-mapping-start":
        if (place !== "flow") return this.#blockMapping(this.#mapping(properties));
        break;
      default:
    }
    const { anchor, tag } = properties;
    // Without a scalar, the tag `!` makes a text, for once.
    if (tag === "!") return this.#scalar({ ...properties, tag: TEXT }, "", "plain");
    if (anchor !== undefined || tag !== undefined) return this.#scalar(properties, "", "plain");
    const context = place === "flow" ? "while parsing a flow node" : "while parsing a block node";
    throw this.#parserFault("did not find expected node content", context, properties.start);
  }

  #emptyScalar(start: Mark): Node {
    return this.#scalar({ anchor: undefined, tag: undefined, start }, "", "plain");
  }

  #named<N extends Node>(anchor: string | undefined, node: N): N {
    if (anchor === undefined) return node;
    const known = this.#anchors.get(anchor);
    if (known !== undefined) {
      throw new YamlFault({
        pyClass: "ComposerError",
        problem: "second occurrence",
        mark: node.mark,
        context: "found duplicate anchor; first occurrence",
        contextMark: known.mark,
      });
    }
    this.#anchors.set(anchor, node);
    return node;
  }

  #scalar({ anchor, tag, start }: Properties, value: string, style: ScalarStyle): Node {
    const untagged = style === "plain" ? plainTag(value) : TEXT;
    // The tag `!` says that a scalar is not plain, but the loader takes it for one.
    const found = tag === undefined ? untagged : tag === "!" ? plainTag(value) : tag;
    return this.#named(anchor, { kind: "scalar", tag: found, value, mark: start });
  }

  #sequence({ anchor, tag, start }: Properties): SequenceNode {
    const full = tag === undefined || tag === "!" ? `${STANDARD}seq` : tag;
    return this.#named(anchor, { kind: "sequence", tag: full, items: [], mark: start });
  }

  #mapping({ anchor, tag, start }: Properties): MappingNode {
    const full = tag === undefined || tag === "!" ? `${STANDARD}map` : tag;
    return this.#named(anchor, { kind: "mapping", tag: full, pairs: [], mark: start });
  }

  /** A node, or an empty one where one of these tokens comes at once. */
  #nodeUnless(place: Place, mark: Mark, ends: readonly BareKind[]): Node {
    return this.#isAny(ends) ? this.#emptyScalar(mark) : this.#node(place);
  }

  #blockSequence(node: SequenceNode): Node {
    const { start } = this.#take();
    while (this.#is("-")) {
      const { end } = this.#take();
      node.items.push(this.#nodeUnless("block", end, LEFT_OUT.afterItem));
    }
    if (!this.#is("block-end")) {
      throw this.#parserFault(
        "did not find expected '-' indicator",
        "while parsing a block collection",
        start,
      );
    }
    this.#take();
    return node;
  }

  /** A sequence as far in as the key that it belongs to. */
  #indentless(node: SequenceNode): Node {
    while (this.#is("-")) {
      const { end } = this.#take();
      node.items.push(this.#nodeUnless("block", end, LEFT_OUT.afterIndentless));
    }
    return node;
  }

  #blockMapping(node: MappingNode): Node {
    const { start } = this.#take();
    while (this.#is("?")) {
      const key = this.#take();
      const keyNode = this.#nodeUnless("block-or-indentless", key.end, LEFT_OUT.afterPair);
      node.pairs.push([keyNode, this.#blockValue()]);
    }
    if (!this.#is("block-end")) {
      throw this.#parserFault("did not find expected key", "while parsing a block mapping", start);
    }
    this.#take();
    return node;
  }

  #blockValue(): Node {
    if (!this.#is(":")) return this.#emptyScalar(this.#peek().start);
    const { end } = this.#take();
    return this.#nodeUnless("block-or-indentless", end, LEFT_OUT.afterPair);
  }

  #flowSequence(node: SequenceNode): Node {
    const { start } = this.#take();
    for (let first = true; !this.#is("]"); first = false) {
      if (!first) {
        if (!this.#is(","))
          throw this.#parserFault("did not find expected ',' or ']'", "while parsing a flow sequence", start);
        this.#take();
        if (this.#is("]")) break;
      }
      node.items.push(this.#is("?") ? this.#singlePair() : this.#node("flow"));
    }
    this.#take();
    return node;
  }

  /** `[key: value]`: a mapping of one pair. */
  #singlePair(): Node {
    const key = this.#take();
    const node = this.#mapping({ anchor: undefined, tag: undefined, start: key.start });
    let keyNode: Node;
    if (this.#isAny(LEFT_OUT.pairWithoutKey)) {
      // The token is lost here: libyaml does so, and what comes behind it is read as if it had not been there.
      keyNode = this.#emptyScalar(this.#take().end);
    } else keyNode = this.#node("flow");
    node.pairs.push([keyNode, this.#flowValue("]")]);
    return node;
  }

  #flowValue(close: "]" | "}"): Node {
    if (!this.#is(":")) return this.#emptyScalar(this.#peek().start);
    this.#take();
    return this.#nodeUnless(
      "flow",
      this.#peek().start,
      close === "]" ? LEFT_OUT.afterFlowItem : LEFT_OUT.afterFlowPair,
    );
  }

  #flowMapping(node: MappingNode): Node {
    const { start } = this.#take();
    for (let first = true; !this.#is("}"); first = false) {
      if (!first) {
        if (!this.#is(","))
          throw this.#parserFault("did not find expected ',' or '}'", "while parsing a flow mapping", start);
        this.#take();
        if (this.#is("}")) break;
      }
      node.pairs.push(this.#flowPair());
    }
    this.#take();
    return node;
  }

  #flowPair(): readonly [Node, Node] {
    if (!this.#is("?")) {
      const keyNode = this.#node("flow");
      return [keyNode, this.#emptyScalar(this.#peek().start)];
    }
    this.#take();
    const keyNode = this.#nodeUnless("flow", this.#peek().start, LEFT_OUT.afterFlowKey);
    return [keyNode, this.#flowValue("}")];
  }
}
