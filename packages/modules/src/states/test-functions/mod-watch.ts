/**
 * What the states of `test` do when something that they watch has changed.
 */
import type { Dict } from "@salt/core";
import { dict, get, isDict, isList, isTruthy, maybe, needed, pythonStr, stateFn } from "@salt/core";
import { tagOf } from "@salt/states";

/** Says which watched states have changes. The keywords `result`, `comment` and `changes` replace what it says. */
export const modWatch = stateFn({
  doc: "Says which watched states have changes. The keywords `result`, `comment` and `changes` replace what it says.",
  params: {
    name: needed.str("The name of the watching state."),
    sfun: maybe.any(null, "The function of the watching state."),
  },
  varkw: "kwargs",
  run: ({ name }, { chunk }, { kwargs }) => {
    const watched = get(chunk?.low.get("__reqs__"), "watch");
    const changed = (isList(watched) ? watched : []).filter(isDict).filter((low) => {
      const result = chunk?.running.get(tagOf(low));
      return isTruthy(result?.get("changes"));
    });
    const names = changed.map((low) => `${word(low, "state")}: ${word(low, "__id__")}`);
    return dict({
      name,
      result: kwargs.get("result") ?? true,
      comment: kwargs.get("comment") ?? "Watch statement fired.",
      changes: kwargs.get("changes") ?? { "Requisites with changes": names },
    });
  },
});

function word(low: Dict, key: string): string {
  return pythonStr(low.get(key) ?? null);
}
