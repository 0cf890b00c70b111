/**
 * Values that a web server gives.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  fn,
  get,
  getDict,
  getString,
  maybe,
  needed,
  pythonStr,
  sdbModule,
} from "@salt/core";

const key = needed.str(
  "The name of an address in the profile, and behind `?` the variables of its template.",
);
const profile = maybe.dict(
  null,
  "The profile: for each name a map with `url` and arguments of `http.query`.",
);

export const rest = sdbModule("rest", {
  doc: "Values that a web server gives: for each name, `url` is a template, and the rest goes to `http.query`.",
  functions: {
    get: fn({
      doc: "Asks the server.",
      params: { key, profile },
      run: (args, context) => ask(args.key, args.profile, context),
    }),
    set: fn({
      doc: "Asks the server, as the profile says; as in Salt, the value itself is not sent.",
      params: { key, value: needed.any("The value."), profile },
      run: (args, context) => ask(args.key, args.profile, context),
    }),
  },
});

async function ask(key: string, rules: Dict | null, context: ExecutionContext): Promise<Value> {
  const [name = "", query = ""] = key.split("?", 2);
  const place = rules === null ? undefined : getDict(rules, name);
  const template = place === undefined ? undefined : getString(place, "url");
  if (place === undefined || template === undefined)
    throw new CommandExecutionError(`sdb: the profile has no url for ${name}`);
  const variables = Object.fromEntries(new URLSearchParams(query));
  const url = await context.call("slsutil.renderer", [], {
    string: template,
    default_renderer: context.opts.get("renderer") ?? "jinja|yaml",
    ...variables,
  });
  const others = [...place].filter(([option]) => option !== "backend" && option !== "url");
  const options: Record<string, Plain> = Object.fromEntries(
    others.map(([option, value]) => [pythonStr(option), value]),
  );
  const told = await context.call("http.query", [pythonStr(url)], { ...options, decode: true });
  const data = get(told, "dict");
  if (data === undefined) throw new CommandExecutionError(`sdb: the server gave no data for ${name}`);
  return data;
}
