/**
 * States of clusters of PostgreSQL on Debian.
 */
import { get, getDict, isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { changed, failed, pending, unchanged } from "./answer/answer.js";
import { isSo, needs } from "./postgres-functions/server.js";

const version = needed.any("The version of PostgreSQL.");
const name = needed.str("The cluster.");

export const postgresCluster = stateModule("postgres_cluster", {
  doc: "States of clusters of PostgreSQL on Debian.",
  available: needs("cluster_exists"),
  functions: {
    present: stateFn({
      doc: "Makes a cluster be there; it is not changed when it is.",
      params: {
        ...{ version, name },
        port: maybe.any(null, "Its port."),
        encoding: maybe.any(null, "Its encoding."),
        locale: maybe.any(null, "Its locale."),
        datadir: maybe.any(null, "The directory of its data."),
        allow_group_access: maybe.any(null, "Whether the group may read its files."),
        data_checksums: maybe.any(null, "Whether its pages have checksums."),
        wal_segsize: maybe.any(null, "Size of the files of its log, in megabytes."),
      },
      run: async (args, context) => {
        const { name, port, datadir } = args;
        const what = `${pythonStr(args.version)}/${name}`;
        if (await isSo(context, "cluster_exists", [args.version, name], {})) {
          const facts = getDict(await context.call("postgres.cluster_list", [], { verbose: true }), what);
          const differs =
            (isTruthy(port) && get(facts, "port") !== port) ||
            (isTruthy(datadir) && get(facts, "datadir") !== datadir);
          return differs
            ? failed(name, `Cluster ${what} has wrong parameters which couldn't be changed on fly.`)
            : unchanged(name, `Cluster ${what} is already present`);
        }
        if (isTrial(context)) return pending(name, `Cluster ${what} is set to be created`);
        return (await isSo(context, "cluster_create", [], { ...args }))
          ? changed(name, `The cluster ${what} has been created`, { [what]: "Present" })
          : failed(name, `Failed to create cluster ${what}`);
      },
    }),
    absent: stateFn({
      doc: "Makes a cluster not be there; its data is lost.",
      params: { version, name },
      run: async (args, context) => {
        const { name } = args;
        const call = [args.version, name];
        const what = `${pythonStr(args.version)}/${name}`;
        if (!(await isSo(context, "cluster_exists", call, {})))
          return unchanged(name, `Cluster ${what} is not present, so it cannot be removed`);
        if (isTrial(context)) return pending(name, `Cluster ${what} is set to be removed`);
        await context.call("postgres.cluster_remove", call, { stop: true });
        return (await isSo(context, "cluster_exists", call, {}))
          ? failed(name, `Cluster ${what} failed to be removed`)
          : changed(name, `Cluster ${what} has been removed`, { [name]: "Absent" });
      },
    }),
  },
});
