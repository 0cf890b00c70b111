/**
 * Documentation of runners by name, module or glob.
 */
import type { RunnerFunction } from "@salt/core";
import { documentationOf, matchGlob } from "@salt/core";
import type { FunctionsByName } from "@salt/master";

/** The documentation of all functions that `asked` means, sorted; all of them for an empty text. */
export async function runnerDocs(
  index: Pick<FunctionsByName<RunnerFunction>, "all">,
  asked: string,
): Promise<ReadonlyMap<string, string>> {
  const docs = new Map<string, string>();
  for (const [name, fn] of await index.all())
    if (isMeant(name, asked)) docs.set(name, forTerminal(documentationOf(fn)));
  return docs;
}

function isMeant(name: string, asked: string): boolean {
  if (asked === "") return true;
  if (asked.includes("*")) return matchGlob(asked, name);
  return name === asked || name.startsWith(asked.endsWith(".") ? asked : `${asked}.`);
}

/** Without the marks that only a page renderer understands. */
function forTerminal(text: string): string {
  return text.replaceAll(/^ *\.\. code-block:: \S+\n{1,2}/gm, "");
}
