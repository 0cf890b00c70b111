/**
 * `%YAML` and `%TAG`: what a document says of itself, and the tags that it makes of short ones.
 */
import { type Mark, YamlFault } from "./fault.js";
import { STANDARD } from "./resolve-tag.js";
import type { Scanner } from "./scanner.js";
import type { Token } from "./tokens.js";

/** The directives of one document. */
export class Directives {
  readonly #handles = new Map<string, string>();
  #hasVersion = false;

  /** Takes those that come next. Throws ParserError. */
  take(scanner: Scanner): void {
    this.#handles.clear();
    this.#hasVersion = false;
    for (;;) {
      const token = scanner.peek();
      if (token.kind === "version") this.#version(token);
      else if (token.kind === "tag-directive") this.#tag(token);
      else return;
      scanner.next();
    }
  }

  #version(token: Token & { kind: "version" }): void {
    if (this.#hasVersion) throw fault("found duplicate %YAML directive", token.start);
    if (token.major !== 1 || (token.minor !== 1 && token.minor !== 2))
      throw fault("found incompatible YAML document", token.start);
    this.#hasVersion = true;
  }

  #tag(token: Token & { kind: "tag-directive" }): void {
    if (this.#handles.has(token.handle)) throw fault("found duplicate %TAG directive", token.start);
    this.#handles.set(token.handle, token.prefix);
  }

  /** The whole tag for one as it is written. Throws ParserError for a handle that nothing defines. */
  fullTag({ handle, suffix, start }: Token & { kind: "tag" }, nodeStart: Mark): string {
    if (handle === "") return suffix;
    const usual = handle === "!" ? "!" : handle === "!!" ? STANDARD : undefined;
    const prefix = this.#handles.get(handle) ?? usual;
    if (prefix !== undefined) return prefix + suffix;
    throw fault("found undefined tag handle", start, "while parsing a node", nodeStart);
  }
}

function fault(problem: string, mark: Mark, context?: string, contextMark?: Mark): YamlFault {
  return new YamlFault({ pyClass: "ParserError", problem, mark, context, contextMark });
}
