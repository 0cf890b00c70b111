/**
 * Sources of packages in `.sources` files: each block stands for every pair of its addresses, releases and types.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import type { Value } from "@salt/core";
import { isList, isTruthy, pythonStr } from "@salt/core";
import { replaceContents } from "../file-functions/text-file.js";
import { plainValue } from "../program/run-program.js";
import type { SourceBlock } from "./deb822.js";
import { blocksText, fieldOf, parseBlocks, withField, wordsOfField } from "./deb822.js";
import type { Repository } from "./repositories.js";
import { commentOf, isTrusted, lineOf } from "./repository-line.js";

const OFF = new Set(["no", "false", "without", "off", "disable", "0"]);

/** The sources of a `.sources` file, in the order in which Salt 3008 tells them. */
export function blockRepositories(text: string, file: string): readonly Repository[] {
  return parseBlocks(text).flatMap((block, index) => {
    const [types, uris, suites] = [
      wordsOfField(block, "Types"),
      wordsOfField(block, "URIs"),
      suitesOf(block),
    ];
    return uris.flatMap((uri) =>
      suites.flatMap((dist) =>
        types.map((type): Repository => {
          const part = {
            file,
            type,
            uri,
            dist,
            comps: wordsOfField(block, "Components"),
            architectures: wordsOfField(block, "Architectures"),
            signedby: keyFileOf(block),
            disabled: OFF.has((fieldOf(block, "Enabled") ?? "yes").toLowerCase()),
            comment: "",
          };
          const trusted = fieldOf(block, "Trusted")?.toLowerCase() === "yes" ? "[trusted=yes]" : "";
          return { ...part, line: lineOf({ ...part, line: trusted }), block: { index, types, uris, suites } };
        }),
      ),
    );
  });
}

function suitesOf(block: SourceBlock): readonly string[] {
  return wordsOfField(block, "Suites");
}

/** The file of the key; nothing for a key that stands in the block itself. */
function keyFileOf(block: SourceBlock): string {
  const found = fieldOf(block, "Signed-By") ?? "";
  return found.includes("\n") ? "" : found;
}

/** Adds a block for a source, or makes the block that holds it as it was asked for. */
export function writeBlock(
  file: string,
  old: Repository | undefined,
  wanted: Repository,
  kwargs: ReadonlyMap<string, Value>,
): void {
  const blocks = [...blocksOf(file)];
  const at = old?.block?.index ?? blocks.length;
  blocks[at] = changedBlock(blocks[at] ?? newBlock(wanted), wanted, kwargs);
  save(file, blocks);
}

function newBlock({ type, uri, dist }: Repository): SourceBlock {
  const fields = [
    ["Types", type],
    ["URIs", uri],
    ["Suites", dist],
  ] as const;
  return { header: [], fields: new Map<string, string>(fields), footer: [] };
}

/** As in Salt, the parts, the architectures and whether it is used are those of the call, for all that the block names. */
function changedBlock(
  block: SourceBlock,
  wanted: Repository,
  kwargs: ReadonlyMap<string, Value>,
): SourceBlock {
  const { comps, architectures, signedby, disabled } = wanted;
  let changed = withField(block, "Components", comps.join(" "));
  if (isTrusted(wanted, kwargs)) changed = withField(changed, "Trusted", "yes");
  if (architectures.length > 0) changed = withField(changed, "Architectures", architectures.join(" "));
  if (signedby !== "") changed = withField(changed, "Signed-By", signedby);
  changed = withField(changed, "Enabled", disabled ? "no" : "");
  for (const [key, field] of LISTS) {
    const words = kwargs.get(key);
    if (isTruthy(words)) changed = withField(changed, field, listWords(words ?? "", key));
  }
  if (!kwargs.has("comments")) return changed;
  const comment = commentOf(kwargs.get("comments") ?? null);
  return { ...changed, header: comment === "" ? [] : [`#${comment}`] };
}

const LISTS = [
  ["uri", "URIs"],
  ["dist", "Suites"],
  ["uris", "URIs"],
  ["suites", "Suites"],
  ["types", "Types"],
] as const;

function listWords(given: Value, key: string): string {
  const words = isList(given) ? given.map(pythonStr) : pythonStr(given).split(/[\s,]+/);
  return words.map((word) => plainValue(word, key)).join(" ");
}

/**
 * Takes a source out of its block: its release when all parts are named, else these parts. As in Salt, that is for all
 * types and addresses that the block names. A file without blocks goes too.
 */
export function removeFromBlock(file: string, gone: Repository, parts: readonly string[]): void {
  const blocks = blocksOf(file).flatMap((block, index) => {
    if (index !== gone.block?.index) return [block];
    const left = gone.comps.filter((comp) => !parts.includes(comp));
    if (left.length > 0) return [withField(block, "Components", left.join(" "))];
    const suites = suitesOf(block).filter((suite) => suite !== gone.dist);
    return suites.length === 0 ? [] : [withField(block, "Suites", suites.join(" "))];
  });
  if (blocks.some(({ fields }) => fields.size > 0)) save(file, blocks);
  else rmSync(file);
}

function blocksOf(file: string): readonly SourceBlock[] {
  return existsSync(file) ? parseBlocks(readFileSync(file, "utf8")) : [];
}

function save(file: string, blocks: readonly SourceBlock[]): void {
  replaceContents(file, Buffer.from(blocksText(blocks)));
}
