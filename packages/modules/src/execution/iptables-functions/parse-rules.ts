/**
 * Reading what iptables-save writes.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { dict } from "@salt/core";
import { splitWords } from "../cmd/words.js";

/** Short options by their long names. */
const LONG: Readonly<Record<string, string>> = {
  A: "append",
  p: "protocol",
  s: "source",
  d: "destination",
  j: "jump",
  g: "goto",
  i: "in-interface",
  o: "out-interface",
  f: "fragment",
  c: "set-counters",
  m: "match",
};
/** Long options that Salt keeps under another name. */
const KEPT_AS: Readonly<Record<string, string>> = {
  sport: "source_port",
  "source-port": "source_port",
  dport: "destination_port",
  "destination-port": "destination_port",
  sports: "source-ports",
  dports: "destination-ports",
  "src-cc": "source-country",
  "dst-cc": "destination-country",
};

interface Chain {
  readonly facts: MutableDict;
  readonly rules: Value[];
  readonly byComment: MutableDict;
}

/** Tables, their chains, and of these policy, counters and rules; an option that is repeated has several values. */
export function parseRules(text: string): Dict {
  const tables: MutableDict = new Map<Value, Value>();
  let table: MutableDict = new Map<Value, Value>();
  const chains = new Map<string, Chain>();
  for (const line of text.split("\n")) {
    if (line.startsWith("*")) {
      table = new Map<Value, Value>();
      tables.set(line.slice(1), table);
      chains.clear();
    } else if (line.startsWith(":")) {
      const [name = "", policy = "", counters = ""] = line.slice(1).split(/\s+/);
      const chain = newChain(policy, counters);
      chains.set(name, chain);
      table.set(name, chain.facts);
    } else if (line.startsWith("-A")) addRule(line, chains);
  }
  return tables;
}

function newChain(policy: string, counters: string): Chain {
  const [packets = "", bytes = ""] = counters.replace(/[[\]]/g, "").split(":");
  const [rules, byComment]: [Value[], MutableDict] = [[], new Map<Value, Value>()];
  const facts: MutableDict = new Map<Value, Value>(
    dict({ policy, "packet count": packets, "byte count": bytes }),
  );
  facts.set("rules", rules);
  facts.set("rules_comment", byComment);
  return { facts, rules, byComment };
}

function addRule(line: string, chains: ReadonlyMap<string, Chain>): void {
  const options = new Map<string, string[]>();
  const words = pairedWords(splitWords(line));
  for (let at = 0; at + 1 < words.length; at += 2) {
    const name = longName(words[at] ?? "");
    options.set(name, [...(options.get(name) ?? []), words[at + 1] ?? ""]);
  }
  const chain = chains.get(options.get("append")?.[0] ?? "");
  options.delete("append");
  const rule = dict(Object.fromEntries(options));
  const [comment] = options.get("comment") ?? [];
  if (comment !== undefined) chain?.byComment.set(comment.replace(/^"+|"+$/g, ""), rule);
  chain?.rules.push(rule);
}

function longName(option: string): string {
  const name = option.replace(/^--?/, "");
  return KEPT_AS[name] ?? (option.startsWith("--") ? name : (LONG[name] ?? name));
}

/** Options and values in turn: several words are one value, and a `!` before an option goes before its value. */
function pairedWords(words: readonly string[]): readonly string[] {
  const pairs: string[] = [];
  for (let at = 0; at < words.length; ) {
    const values: string[] = [];
    let option = words[at++] ?? "";
    const next = words[at];
    if (option === "!" && next?.startsWith("-") === true) {
      option = next;
      values.push("!");
      at++;
    }
    for (let word = words[at]; word !== undefined && isValue(word); word = words[++at]) values.push(word);
    pairs.push(option, values.join(" "));
  }
  return pairs;
}

function isValue(word: string): boolean {
  return word !== "!" && !word.startsWith("-");
}
