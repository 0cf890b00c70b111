/**
 * Random targets and minions: expressions of every kind, most of which mean somebody, and many of which are odd.
 */
import type { Chance } from "./random.js";
import { randomRegex } from "./regexes.js";

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A target and the minion that it may mean. */
export interface Triple {
  readonly kind: string;
  readonly tgt: string;
  readonly delimiter: string;
  readonly id: string;
  readonly grains: { readonly [key: string]: Json };
  readonly pillar: { readonly [key: string]: Json };
}

/** The kinds that are compared. */
const KINDS = [
  "glob",
  "pcre",
  "list",
  "grain",
  "grain_pcre",
  "pillar",
  "pillar_pcre",
  "pillar_exact",
  "ipcidr",
  "nodegroup",
  "compound",
] as const;

/** Groups that both sides know. */
export const NODEGROUPS: { readonly [name: string]: Json } = {
  web: "web*",
  db: "L@db1,db2",
  both: ["N@web", "or", "N@db"],
  notweb: "not N@web",
  deb: "G@os:Debian",
  deep: "( N@both and N@deb ) or E@app\\d",
};

/** Ids of minions. */
export const IDS = ["web1", "web2.example.com", "db1", "db2", "app7", "Web1", "a[b]c", "x-y_z", "host.10"];
const SCALARS: readonly Json[] = [
  "Debian",
  "debian",
  "a:b",
  "",
  "*",
  "é",
  "10",
  4,
  0,
  -1,
  true,
  false,
  null,
  12,
  "x y",
  "1.5",
];
const KEYS = ["os", "roles", "num_cpus", "nested", "list", "a:b", "empty", "é"];
const GLOBS = [
  "*",
  "web*",
  "w?b1",
  "*1",
  "[wd]*",
  "[!w]*",
  "db[0-9]",
  "a[[]b]c",
  "*.example.com",
  "WEB1",
  "web1",
  "[",
  "]",
  "[]x]",
  "h*t.*",
  "**",
  "?",
  "app[6-8]",
];
const PATTERNS = [
  "web\\d",
  "web\\d+$",
  "^w",
  ".*",
  "(web|db)[12]",
  "db1",
  "b1",
  "(?i)WEB1",
  "[^w].*",
  "web1|db1",
  "web(?=1)",
  "(?:a|b)+",
  "x-y_z\\b",
  "host\\.10",
  "\\Aweb1\\Z",
  "web{1,2}1",
  "(?P<n>web)1",
  "w.b1",
  "Deb.*",
  "^\\d+$",
  "tru|True",
  "",
];
const NETWORKS = [
  "127.0.0.1",
  "127.0.0.0/8",
  "10.0.0.0/8",
  "10.1.2.3",
  "10.1.2.3/8",
  "192.168.0.0/255.255.0.0",
  "::1",
  "fe80::/10",
  "2001:db8::/32",
  "300.1.1.1",
  "x",
  "0.0.0.0/0",
];

/** Makes one; with `like`, a target for the data of another. */
export function randomTriple(chance: Chance, like?: Triple): Triple {
  const grains = {
    ...randomMap(chance, 2),
    ipv4: ["127.0.0.1", chance.of(["10.1.2.3", "192.168.7.9"])],
    ipv6: ["::1", "fe80::1"],
  };
  const pillar = randomMap(chance, 2);
  const kind = chance.of(KINDS);
  const id = chance.of(IDS);
  const delimiter = chance.once(8) ? chance.of(["/", "|", "."]) : ":";
  return {
    kind,
    tgt: randomTarget(chance, kind, delimiter, like ?? { id, grains, pillar }),
    delimiter,
    id,
    grains,
    pillar,
  };
}

interface Data {
  readonly id: string;
  readonly grains: { readonly [key: string]: Json };
  readonly pillar: { readonly [key: string]: Json };
}

function randomMap(chance: Chance, depth: number): { readonly [key: string]: Json } {
  const entries = chance.list(
    2 + chance.below(4),
    () => [chance.of(KEYS), randomValue(chance, depth)] as const,
  );
  return Object.fromEntries(entries);
}

function randomValue(chance: Chance, depth: number): Json {
  if (depth > 0 && chance.once(3)) return randomMap(chance, depth - 1);
  if (depth > 0 && chance.once(3))
    return chance.list(chance.below(4), () => randomValue(chance, chance.once(3) ? depth - 1 : 0));
  return chance.of(SCALARS);
}

function randomTarget(chance: Chance, kind: string, delimiter: string, data: Data): string {
  switch (kind) {
    case "glob":
      return chance.once(3) ? chance.of(IDS) : chance.of(GLOBS);
    case "pcre":
      return pattern(chance, data.id);
    case "list":
      return chance.list(1 + chance.below(4), () => chance.of(IDS)).join(chance.once(9) ? ", " : ",");
    case "ipcidr":
      return chance.of(NETWORKS);
    case "nodegroup":
      return chance.of(Object.keys(NODEGROUPS));
    case "compound":
      return randomCompound(chance, data, 3);
    default:
      return pathTarget(chance, kind, delimiter, kind.startsWith("pillar") ? data.pillar : data.grains);
  }
}

/** A path into the data and something to compare with what is there, taken from the data as often as not. */
function pathTarget(chance: Chance, kind: string, delimiter: string, data: Json): string {
  const path: string[] = [];
  let at: Json = data;
  while (isMap(at) && Object.keys(at).length > 0 && !(path.length > 0 && chance.once(6))) {
    const key: string = chance.once(12) ? chance.of([...KEYS, "*"]) : chance.of(Object.keys(at));
    path.push(key);
    at = at[key] ?? null;
  }
  const last = Array.isArray(at) && at.length > 0 ? (chance.of(at) as Json) : at;
  const shown = typeof last === "string" ? last : pythonText(last);
  const compared = chance.once(3)
    ? kind.endsWith("pcre")
      ? pattern(chance, shown)
      : chance.of([...GLOBS, "Deb*", "[Dd]ebian", "1*", "T*"])
    : shown;
  return [...path, ...(chance.once(15) ? [] : [compared])].join(delimiter);
}

function pattern(chance: Chance, text: string): string {
  return chance.once(2) ? chance.of(PATTERNS) : randomRegex(chance, text);
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A scalar as Python's `str` has it. */
function pythonText(value: Json): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "object" ? "x" : String(value);
}

function randomCompound(chance: Chance, data: Data, depth: number): string {
  // Also such as cannot be read.
  if (chance.once(25))
    return chance.of([
      "and web*",
      "web* or",
      "( web*",
      "web* )",
      "not",
      "web* db*",
      "()",
      "( and web* )",
      "X@y",
      "R@%x",
      "T@y",
      "not not web*",
    ]);
  if (depth === 0 || chance.once(3)) return randomTerm(chance, data);
  if (chance.once(5)) return `( ${randomCompound(chance, data, depth - 1)} )`;
  if (chance.once(5)) return `not ${randomCompound(chance, data, depth - 1)}`;
  const operator = chance.of(["and", "or", "and not", "or not"]);
  return `${randomCompound(chance, data, depth - 1)} ${operator} ${randomCompound(chance, data, depth - 1)}`;
}

function randomTerm(chance: Chance, data: Data): string {
  const letters = {
    G: "grain",
    P: "grain_pcre",
    I: "pillar",
    J: "pillar_pcre",
    L: "list",
    E: "pcre",
    S: "ipcidr",
    N: "nodegroup",
    "": "glob",
  } as const;
  const letter = chance.of(Object.keys(letters) as (keyof typeof letters)[]);
  const isPath = "GPIJ".includes(letter) && letter !== "";
  const delimiter = isPath && chance.once(5) ? "|" : ":";
  const text = randomTarget(chance, letters[letter], delimiter, data).replace(/\s/g, "");
  if (letter === "") return text === "" ? "*" : text;
  return `${letter}${delimiter === ":" ? "" : delimiter}@${text}`;
}
