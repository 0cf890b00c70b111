/**
 * GRANT statements: reading what a server tells, and writing one.
 */
import type { Value } from "@salt/core";
import { isDict, isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { GRANTS } from "./grant-names.js";
import { quoted } from "./session.js";

/** A statement in pieces, as `tokenize_grant` gives them: names keep the quotes that they have in it. */
export interface GrantTokens {
  readonly user: string;
  readonly host: string;
  readonly grant: readonly string[];
  readonly database: string;
}

/** What a grant is for. */
export interface GrantWish {
  /** Privileges with commas between, such as `SELECT, INSERT (name)`. */
  readonly grant: string;
  /** `db.table`, `db.*` or `*.*`. */
  readonly database: string;
  readonly user: string;
  readonly host: string;
  readonly grantOption: boolean;
  /** Whether the names of database and table are quoted. */
  readonly quotes: boolean;
}

const WORDS = /'[^']*'|`[^`]*`|[\w"][\w"'`]*|\S/g;
const SSL_WITH_TEXT = new Set(["CIPHER", "ISSUER", "SUBJECT"]);
const SSL = new Set([...SSL_WITH_TEXT, "SSL", "X509"]);

/** Reads a statement; what is not there is empty. */
export function tokenizeGrant(statement: string): GrantTokens {
  const words: readonly string[] = statement.match(WORDS) ?? [];
  const on = words.indexOf("ON");
  const to = words.indexOf("TO", on);
  if (on < 0) return { user: "", host: "", grant: [], database: "" };
  const end = to < 0 ? words.length : to;
  const at = words.indexOf("@", end);
  const bare = (text: string): string => text.replace(/^'+|'+$/g, "");
  return {
    user: to < 0 ? "" : bare(words.slice(to + 1, at < 0 ? to + 2 : at).join("")),
    host: at < 0 ? "" : bare(words[at + 1] ?? ""),
    grant: privileges(words.slice(1, on)),
    database: words.slice(on + 1, end).join(""),
  };
}

/** Each privilege, and `SELECT.name` for each column that one is limited to. */
function privileges(words: readonly string[]): readonly string[] {
  const found: string[] = [];
  let phrase: string[] = [];
  let limited: string | undefined;
  const flush = (): void => {
    if (phrase.length > 0)
      found.push(limited === undefined ? phrase.join(" ") : `${limited}.${phrase.join(" ")}`);
    phrase = [];
  };
  for (const word of words) {
    if (word === "(") {
      const name = phrase.join(" ");
      flush();
      limited = name;
    } else if (word === ")") {
      flush();
      limited = undefined;
    } else if (word === ",") flush();
    else phrase.push(word);
  }
  flush();
  return found;
}

/** `ALL` in full, everything in capitals and known. Throws SaltInvocationError. */
export function normalGrant(grant: string): string {
  const text = grant
    .trim()
    .replace(/\s*,\s*/g, ", ")
    .toUpperCase();
  const whole = text === "ALL" ? "ALL PRIVILEGES" : text;
  const parts = whole.match(/[^,(]+(?:\([^()]*\))?/g) ?? [];
  if (parts.length === 0) throw new SaltInvocationError("Invalid grant : ''");
  const isWhole = parts.join(",") === whole.replace(/,\s*$/, "");
  for (const part of parts) {
    const [, name = "", columns] = /^\s*([\w\s]+?)\s*(?:\(([^()]*)\))?\s*$/.exec(part) ?? [];
    const isGood =
      columns === undefined || columns.split(",").every((column) => /^\s*[\w$]+\s*$/.test(column));
    if (!isWhole || !GRANTS.has(name) || !isGood)
      throw new SaltInvocationError(`Invalid grant : '${part.trim()}'`);
  }
  return whole;
}

/** What a grant is on, e.g. `` `my\_db`.* ``. Throws SaltInvocationError for what is no database and table. */
export function grantPlace(database: string, quotes: boolean): string {
  const dot = database.lastIndexOf(".");
  const [db, table] = [database.slice(0, Math.max(dot, 0)), database.slice(dot + 1)];
  if (db === "")
    throw new SaltInvocationError(`${JSON.stringify(database)} is not of the form database.table`);
  if (!quotes) {
    if (/^[^\s;'"]+$/.test(database)) return database;
    throw new SaltInvocationError(`${JSON.stringify(database)} cannot go unquoted into a statement`);
  }
  // In a grant on a whole database an underscore stands for any letter, unless it is escaped.
  const quotedDb = db === "*" ? db : quoted(table === "*" ? db.replaceAll("_", "\\_") : db);
  return `${quotedDb}.${table === "*" ? table : quoted(table)}`;
}

/** The statement and its values. Throws SaltInvocationError. */
export function grantStatement(wish: GrantWish, sslOption: Value): readonly [string, readonly Value[]] {
  const on = grantPlace(wish.database, wish.quotes);
  const sql = `GRANT ${normalGrant(wish.grant)} ON ${on} TO ?@?`;
  const ssl = isList(sslOption) && sslOption.length > 0 ? requirements(sslOption) : [];
  const require = ssl.length === 0 ? "" : ` REQUIRE ${ssl.map(([text]) => text).join(" AND ")}`;
  const option = wish.grantOption ? " WITH GRANT OPTION" : "";
  const values = ssl.flatMap(([, value]) => (value === undefined ? [] : [value]));
  return [`${sql}${require}${option}`, [wish.user, wish.host, ...values]];
}

type Requirement = readonly [text: string, value?: string];

function requirements(options: readonly Value[]): readonly Requirement[] {
  return options.flatMap((option): readonly Requirement[] => {
    const [entry] = isDict(option) ? [...option] : [];
    const name = pythonStr(entry?.[0] ?? null)
      .trim()
      .toUpperCase();
    if (entry === undefined || !SSL.has(name))
      throw new SaltInvocationError(`Invalid SSL option : '${name}'`);
    if (SSL_WITH_TEXT.has(name)) return [[`${name} ?`, pythonStr(entry[1])]];
    return isTruthy(entry[1]) ? [[name]] : [];
  });
}
