/**
 * `file.mknod`: devices and named pipes.
 */
import { statSync } from "node:fs";
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import { dict, isList, isTrial, maybe, needed } from "@salt/core";
import { checkPerms, NO_LABEL } from "../../execution/file-functions/check-perms.js";
import { isFile } from "../../execution/file-functions/paths.js";
import { failed, fileState, pathOf, planned } from "./answer.js";

const KINDS: ReadonlyMap<string, string> = new Map([
  ["c", "character device"],
  ["b", "block device"],
  ["p", "fifo pipe"],
]);

export const nodeStates = {
  mknod: fileState({
    doc: "Makes sure that a device or a named pipe is there.",
    params: {
      name: needed.str("The path."),
      ntype: needed.str("One of c, b and p."),
      major: maybe.int(0, "The major number of a device."),
      minor: maybe.int(0, "The minor number of a device."),
      user: maybe.any(null, "Who is to own it."),
      group: maybe.any(null, "The group that is to own it."),
      mode: maybe.any("0600", "Its permissions."),
    },
    run: async (args, context) => {
      const name = pathOf(args.name, "mknod");
      const { ntype, user, group, mode } = args;
      const kind = KINDS.get(ntype);
      if (kind === undefined) {
        const known = "character ('c'), block ('b'), and pipe ('p')";
        return failed(name, `Node type unavailable: '${ntype}'. Available node types are ${known}`);
      }
      const title = kind.charAt(0).toUpperCase() + kind.slice(1);
      if (isFile(name)) return failed(name, `File ${name} exists and is not a ${kind}. Refusing to continue`);
      if (!isKind(name, ntype)) {
        if (isTrial(context)) return planned(name, `${title} ${name} is set to be created`);
        const numbers = [args.major ?? 0, args.minor ?? 0];
        return asAnswer(name, await context.call("file.mknod", [name, ntype, ...numbers, user, group, mode]));
      }
      const fault = await wrongNumbers(name, title, ntype, args, context);
      return fault ?? (await withFacts(name, title, { user, group, mode }, context));
    },
  }),
};

function isKind(name: string, ntype: string): boolean {
  const stat = statSync(name, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  if (ntype === "p") return stat.isFIFO();
  return ntype === "c" ? stat.isCharacterDevice() : stat.isBlockDevice();
}

async function wrongNumbers(
  name: string,
  title: string,
  ntype: string,
  { major, minor }: { readonly major: number | null; readonly minor: number | null },
  context: ExecutionContext,
): Promise<StateAnswer | undefined> {
  if (ntype === "p") return undefined;
  const found = await context.call("file.get_devmm", [name]);
  const [isMajor, isMinor] = isList(found) ? found : [];
  if (isMajor === (major ?? 0) && isMinor === (minor ?? 0)) return undefined;
  const numbers = `${String(isMajor)}/${String(isMinor)}`;
  return failed(
    name,
    `${title} ${name} exists and has a different major/minor ${numbers}. Refusing to continue`,
  );
}

async function withFacts(
  name: string,
  title: string,
  facts: { readonly user: Value; readonly group: Value; readonly mode: Value },
  context: ExecutionContext,
): Promise<Dict> {
  const wanted = { ...facts, attrs: null, followLinks: false, label: NO_LABEL };
  const { ret } = await checkPerms(name, null, wanted, context);
  const changes = ret.get("changes");
  if (changes instanceof Map && changes.size > 0) return ret;
  return ret.set("comment", `${title} ${name} is in the correct state`);
}

function asAnswer(name: string, answer: Value): Dict {
  return answer instanceof Map ? answer : dict(failed(name, ""));
}
