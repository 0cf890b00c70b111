/**
 * States of the sources that packages come from.
 */
import { maybe, needed, stateFn, stateModule } from "@salt/core";
import { repositoryAbsent } from "./pkgrepo-functions/absent.js";
import { repositoryManaged } from "./pkgrepo-functions/managed.js";

const name = needed.str("The line of the source, e.g. `deb http://deb.debian.org/debian bookworm main`.");

export const pkgrepo = stateModule("pkgrepo", {
  doc: "States of the sources that packages come from.",
  available: async (context) =>
    (await context.functions.has("pkg.mod_repo"))
      ? true
      : "there is no package manager whose sources are managed",
  functions: {
    managed: stateFn({
      doc: "Makes a source of packages be there.",
      params: {
        name,
        ppa: maybe.any(null, "A personal archive of Ubuntu, as `owner/name`."),
        copr: maybe.any(null, "For Fedora only; has no meaning here."),
        aptkey: maybe.bool(true, "Keep keys with `apt-key`, where it is there."),
      },
      varkw: "kwargs",
      run: (args, context, { kwargs }) => repositoryManaged({ ...args, kwargs }, context),
    }),
    absent: stateFn({
      doc: "Makes a source of packages not be there.",
      params: { name },
      varkw: "kwargs",
      run: (args, context, { kwargs }) => repositoryAbsent(args.name, kwargs, context),
    }),
  },
});
