/**
 * Commands that incron runs when files change.
 */
import type { Plain } from "@salt/core";
import { executionModule, fn, needed } from "@salt/core";
import { readTable, tableText, writeTable } from "./incron-functions/table.js";
import { plainValue } from "./program/run-program.js";

const user = needed.str("The account; `system` for the file of the machine.");
const job = {
  user,
  path: needed.str("The file or directory."),
  mask: needed.any("What happens to it, as `IN_CREATE,IN_DELETE`."),
  cmd: needed.str("The command."),
};

/** What incron can wait for. */
const EVENTS: ReadonlySet<string> = new Set(
  (
    "IN_ACCESS IN_ATTRIB IN_CLOSE_WRITE IN_CLOSE_NOWRITE IN_CREATE IN_DELETE IN_DELETE_SELF IN_MODIFY IN_MOVE_SELF " +
    "IN_MOVED_FROM IN_MOVED_TO IN_OPEN IN_ALL_EVENTS IN_MOVE IN_CLOSE IN_DONT_FOLLOW IN_ONESHOT IN_ONLYDIR IN_NO_LOOP"
  ).split(" "),
);

const list = (name: string, doc: string) =>
  fn({
    doc,
    examples: [`salt '*' incron.${name} root`],
    params: { user },
    run: async (args, context): Promise<Plain> => {
      const { pre, crons } = await readTable(args.user, context);
      return { crons: crons.map((one) => ({ ...one })), pre };
    },
  });

const remove = (name: string, doc: string) =>
  fn({
    doc,
    examples: [`salt '*' incron.${name} root /path IN_ALL_EVENTS 'echo hi'`],
    params: job,
    run: async (args, context): Promise<Plain> => {
      const mask = plainValue(args.mask, "mask").toUpperCase();
      const fault = wrongEvent(mask);
      if (fault !== undefined) return fault;
      const table = await readTable(args.user, context);
      const at = table.crons.findIndex(
        (one) => one.path === args.path && one.cmd === args.cmd && one.mask === mask,
      );
      const crons = table.crons.filter((_one, index) => index !== at);
      const complaint = await writeTable(args.user, { ...table, crons }, context);
      return complaint ?? (at === -1 ? "absent" : "removed");
    },
  });

export const incron = executionModule("incron", {
  doc: "Commands that incron runs when files change.",
  functions: {
    list_tab: list("list_tab", "The jobs of an account, and lines that are none."),
    ls: list("ls", "The same as `incron.list_tab`."),
    raw_incron: fn({
      doc: "The table of an account as it is.",
      examples: ["salt '*' incron.raw_incron root"],
      params: { user },
      run: (args, context) => tableText(args.user, context),
    }),
    raw_system_incron: fn({
      doc: "The table of the machine as it is.",
      examples: ["salt '*' incron.raw_system_incron"],
      run: (_args, context) => tableText("system", context),
    }),
    set_job: fn({
      doc: "Adds a job, or changes what it waits for: `new`, `updated` or `present`.",
      examples: ["salt '*' incron.set_job root /root IN_ALL_EVENTS 'echo hi'"],
      params: job,
      run: async (args, context): Promise<Plain> => {
        const mask = plainValue(args.mask, "mask").toUpperCase();
        const fault = wrongEvent(mask);
        if (fault !== undefined) return fault;
        const wanted = { path: plainValue(args.path, "path"), mask, cmd: plainValue(args.cmd, "cmd") };
        const table = await readTable(args.user, context);
        const same = table.crons.filter((one) => one.path === wanted.path && one.cmd === wanted.cmd);
        if (same.some((one) => sorted(one.mask) === sorted(mask))) return "present";
        const old = same.filter((one) =>
          one.mask.split(",").some((event) => mask.split(",").includes(event)),
        );
        const crons = [...table.crons.filter((one) => !old.includes(one)), wanted];
        const complaint = await writeTable(args.user, { ...table, crons }, context);
        return complaint ?? (old.length > 0 ? "updated" : "new");
      },
    }),
    rm_job: remove("rm_job", "Removes a job of incron: `removed` or `absent`."),
    rm: remove("rm", "The same as `incron.rm_job`."),
  },
});

function wrongEvent(mask: string): string | undefined {
  const wrong = mask.split(",").find((event) => !EVENTS.has(event));
  return wrong === undefined ? undefined : `Invalid mask type: ${wrong}`;
}

function sorted(mask: string): string {
  return mask.split(",").sort().join();
}
