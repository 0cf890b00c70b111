/**
 * States of commands that incron runs when files change.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { get, isList, isTrial, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { answer, failed, has, pending, unchanged } from "./answer/answer.js";

const params = {
  name: needed.str("A name for people."),
  path: needed.str("The file or directory."),
  mask: needed.any("What happens to it, a list."),
  cmd: needed.str("The command."),
  user: { ...needed.str("The account; `system` for the file of the machine."), fallback: "root" },
};

interface Job {
  readonly name: string;
  readonly path: string;
  readonly mask: Value;
  readonly cmd: string;
  readonly user: string;
}

export const incron = stateModule("incron", {
  doc: "States of commands that incron runs when files change.",
  available: async (context) =>
    (await has(context, "incron.list_tab")) || "incron module could not be loaded",
  functions: {
    present: stateFn({
      doc: "Makes a job be there.",
      params: { ...params, user: maybe.str("root", params.user.doc) },
      run: async (args, context) => {
        const job = jobOf(args);
        const { name, user } = job;
        if (isTrial(context)) {
          const now = await stateOf(job, context);
          if (now === "present") return unchanged(name, `Incron ${name} already present`);
          return pending(name, `Incron ${name} is set to be ${now === "absent" ? "added" : "updated"}`);
        }
        const told = pythonStr(await context.call("incron.set_job", [], callOf(job)));
        if (told === "present") return unchanged(name, `Incron ${name} already present`);
        if (told === "new")
          return answer(name, true, `Incron ${name} added to ${user}'s incrontab`, { [user]: name });
        if (told === "updated") return answer(name, true, `Incron ${name} updated`, { [user]: name });
        return failed(name, `Incron ${name} for user ${user} failed to commit with error \n${told}`);
      },
    }),
    absent: stateFn({
      doc: "Makes a job not be there.",
      params: { ...params, user: maybe.str("root", params.user.doc) },
      run: async (args, context) => {
        const job = jobOf(args);
        const { name, user } = job;
        if (isTrial(context))
          return (await stateOf(job, context)) === "absent"
            ? unchanged(name, `Incron ${name} is absent`)
            : pending(name, `Incron ${name} is set to be removed`);
        const told = pythonStr(await context.call("incron.rm_job", [], callOf(job)));
        if (told === "absent") return unchanged(name, `Incron ${name} already absent`);
        if (told === "removed")
          return answer(name, true, `Incron ${name} removed from ${user}'s crontab`, { [user]: name });
        return failed(name, `Incron ${name} for user ${user} failed to commit with error ${told}`);
      },
    }),
  },
});

type Wanted = Omit<Job, "mask"> & { readonly mask: string };

/** As in Salt, the events are a list; the letters of a text would be events of their own, so a text stays whole. */
function jobOf(args: Omit<Job, "user"> & { readonly user: string | null }): Wanted {
  const mask = isList(args.mask) ? args.mask.map(pythonStr).join(",") : pythonStr(args.mask);
  return { ...args, user: args.user ?? "root", mask };
}

function callOf({ user, path, mask, cmd }: Wanted): { readonly [key: string]: Value } {
  return { user, path, mask, cmd };
}

async function stateOf(job: Wanted, context: ExecutionContext): Promise<"present" | "update" | "absent"> {
  const told = get(await context.call("incron.list_tab", [job.user]), "crons") ?? null;
  const same = (isList(told) ? told : []).filter(
    (one) => get(one, "path") === job.path && get(one, "cmd") === job.cmd.replace(/\n$/, ""),
  );
  const masks = same.map((one) => pythonStr(get(one, "mask") ?? "").split(","));
  const wanted = job.mask.split(",");
  if (masks.some((mask) => [...mask].sort().join() === [...wanted].sort().join())) return "present";
  return masks.some((mask) => mask.some((event) => wanted.includes(event))) ? "update" : "absent";
}
