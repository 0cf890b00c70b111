/**
 * States that ask web servers.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  get,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  PythonRegex,
  pythonStr,
  sleep,
  stateFn,
  stateModule,
} from "@salt/core";

const name = needed.str("The address.");
const conditions = {
  match: maybe.any(null, "A text, or a regular expression, that must be in the answer."),
  match_type: maybe.str("string", "`string` or `pcre`."),
  status: maybe.any(null, "The status that must come; a list or a regular expression with `status_type`."),
  status_type: maybe.str("string", "`string`, `pcre` or `list`."),
} as const;

interface Query {
  readonly name: string;
  readonly match: Value;
  readonly match_type: string | null;
  readonly status: Value;
  readonly status_type: string | null;
  readonly wait_for: Value;
}

export const http = stateModule("http", {
  doc: "States that ask web servers.",
  functions: {
    query: stateFn({
      doc: "Asks a web server and looks at what comes; further arguments are those of the function `http.query`.",
      params: {
        name,
        ...conditions,
        wait_for: maybe.any(null, "Ask again for so many seconds, until there is no error."),
      },
      varkw: "kwargs",
      run: (args, context, { kwargs }) => ask(args, kwargs, context),
    }),
    wait_for_successful_query: stateFn({
      doc: "Asks a web server again and again, until what comes is as it should be or the time is over.",
      params: { name, wait_for: maybe.number(300, "Seconds to go on for.") },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const rest = new Map(kwargs);
        const text = (key: string, fallback: string): string => {
          const value = rest.get(key) ?? fallback;
          rest.delete(key);
          return pythonStr(value);
        };
        const query: Query = {
          name: args.name,
          match: kwargs.get("match") ?? null,
          match_type: text("match_type", "string"),
          status: kwargs.get("status") ?? null,
          status_type: text("status_type", "string"),
          wait_for: null,
        };
        rest.delete("match");
        rest.delete("status");
        const end = performance.now() + (args.wait_for ?? 300) * 1000;
        const interval = Number(kwargs.get("request_interval") ?? 0) * 1000;
        for (;;) {
          const isLast = performance.now() > end;
          const told = await ask(query, rest, context);
          if (told.get("result") === true || isLast) return told;
          await sleep(Math.max(interval, 100), context.signal);
        }
      },
    }),
  },
});

async function ask(
  query: Query,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<Dict> {
  const told: MutableDict = new Map<Value, Value>([
    ["name", query.name],
    ["result", null],
    ["comment", ""],
    ["changes", new Map()],
    ["data", new Map()],
  ]);
  if (query.match === null && query.status === null) {
    told.set("result", false);
    return told.set("comment", " Either match text (match) or a status code (status) is required.");
  }
  const data = await answerOf(query, kwargs, context);
  const verdicts = [...matchVerdicts(query, data), ...statusVerdicts(query, data)];
  const comment = verdicts.map(({ text }) => text).join(" ");
  told.set("data", data);
  if (isTrial(context)) {
    const test = kwargs.has("test_url") ? `, TEST URL WAS: ${pythonStr(kwargs.get("test_url") ?? null)}` : "";
    return told.set("comment", `${comment} (TEST MODE${test})`);
  }
  if (verdicts.length > 0)
    told.set(
      "result",
      verdicts.every(({ isGood }) => isGood),
    );
  return told.set("comment", comment);
}

function answerOf(
  query: Query,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<Value> {
  const options = {
    decode: false,
    ...Object.fromEntries(kwargs),
    text: true,
    status: true,
    ...(isTrial(context) ? { test: true } : {}),
  };
  return isTruthy(query.wait_for)
    ? context.call("http.wait_for_successful_query", [query.name], { wait_for: query.wait_for, ...options })
    : context.call("http.query", [query.name], options);
}

interface Verdict {
  readonly isGood: boolean;
  readonly text: string;
}

function matchVerdicts({ match, match_type: type }: Query, data: Value): readonly Verdict[] {
  if (match === null || (type !== "string" && type !== "pcre")) return [];
  const [wanted, text] = [pythonStr(match), pythonStr(get(data, "text") ?? "")];
  const isGood = type === "string" ? text.includes(wanted) : new PythonRegex(wanted).search(text);
  const what = type === "string" ? "Match text" : "Match pattern";
  return [{ isGood, text: `${what} "${wanted}" was${isGood ? "" : " not"} found.` }];
}

function statusVerdicts({ status, status_type: type }: Query, data: Value): readonly Verdict[] {
  if (status === null) return [];
  const [wanted, found] = [pythonStr(status), pythonStr(get(data, "status") ?? "")];
  if (type === "list") {
    const known = (isList(status) ? status : [...wanted]).map(pythonStr);
    if (known.includes(found)) return [{ isGood: true, text: `Status ${found} was found.` }];
    return [{ isGood: false, text: `Statuses ${wanted} were not found.` }];
  }
  if (type !== "string" && type !== "pcre") return [];
  const isGood = type === "string" ? found === wanted : new PythonRegex(wanted).search(found);
  const what = type === "string" ? `Status ${wanted}` : `Status pattern "${wanted}"`;
  return [{ isGood, text: `${what} was${isGood ? "" : " not"} found.` }];
}
