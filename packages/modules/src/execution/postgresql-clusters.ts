/**
 * Clusters of PostgreSQL as Debian manages them.
 */
import type { ExecutionContext, MutableDict, Plain } from "@salt/core";
import { executionModule, fn, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { plainName, runProgram } from "./program/run-program.js";

const version = needed.any("The version of PostgreSQL.");
const name = maybe.str("main", "The cluster.");

export const debPostgres = executionModule("deb_postgres", {
  doc: "Clusters of PostgreSQL, by the programs of postgresql-common.",
  virtualName: "postgres",
  available: () =>
    findProgram("pg_createcluster") === undefined
      ? "postgres execution module not loaded: pg_createcluster command not found (apt-get install postgresql-common)"
      : true,
  functions: {
    cluster_create: fn({
      doc: "Makes a cluster.",
      examples: ["salt '*' postgres.cluster_create 15 main port=5433"],
      params: {
        version,
        name,
        port: maybe.any(null, "Its port."),
        locale: maybe.any(null, "Its locale."),
        encoding: maybe.any(null, "Its encoding."),
        datadir: maybe.any(null, "The directory of its data."),
        allow_group_access: maybe.any(null, "Whether the group may read its files."),
        data_checksums: maybe.any(null, "Whether its pages have checksums."),
        wal_segsize: maybe.any(null, "Size of the files of its log, in megabytes."),
      },
      run: async (args, context): Promise<Plain> => {
        const options = (["port", "locale", "encoding", "datadir"] as const).flatMap((key) =>
          isTruthy(args[key]) ? [`--${key}`, plainName(args[key], key)] : [],
        );
        const forInitdb = [
          ...(args.allow_group_access === true ? ["--allow-group-access"] : []),
          ...(args.data_checksums === true ? ["--data-checksums"] : []),
          ...(isTruthy(args.wal_segsize)
            ? ["--wal-segsize", plainName(args.wal_segsize, "wal_segsize")]
            : []),
        ];
        const words = ["pg_createcluster", ...options, ...cluster(args)];
        const ending = forInitdb.length === 0 ? [] : ["--", ...forInitdb];
        const done = await runProgram([...words, ...ending], context);
        return done.retcode === 0 ? { ...done } : false;
      },
    }),
    cluster_list: fn({
      doc: "The clusters of this machine.",
      examples: ["salt '*' postgres.cluster_list verbose=True"],
      params: { verbose: maybe.bool(false, "With what is known of each.") },
      run: async (args, context): Promise<Plain> => {
        const found = await clusters(context);
        return args.verbose ? found : [...found.keys()];
      },
    }),
    cluster_exists: fn({
      doc: "Whether there is a cluster.",
      examples: ["salt '*' postgres.cluster_exists 15 main"],
      params: { version, name },
      run: async (args, context) =>
        (await clusters(context)).has(`${pythonStr(args.version)}/${args.name ?? ""}`),
    }),
    cluster_remove: fn({
      doc: "Removes a cluster with its data.",
      examples: ["salt '*' postgres.cluster_remove 15 main stop=True"],
      params: { version, name, stop: maybe.bool(false, "Stop it first.") },
      run: async (args, context): Promise<Plain> => {
        const words = ["pg_dropcluster", ...(args.stop ? ["--stop"] : []), ...cluster(args)];
        const done = await runProgram(words, context);
        if (done.retcode !== 0) return { ...done };
        const what = `${pythonStr(args.version)}/${args.name ?? ""}`;
        return { ...done, changes: `Successfully removed cluster ${what}` };
      },
    }),
  },
});

function cluster(args: {
  readonly version: Parameters<typeof plainName>[0];
  readonly name: string | null;
}): string[] {
  return [plainName(args.version, "version"), plainName(args.name, "name")];
}

async function clusters(context: ExecutionContext): Promise<ReadonlyMap<string, MutableDict>> {
  const done = await runProgram(["pg_lsclusters", "--no-header"], context);
  const found = new Map<string, MutableDict>();
  for (const line of done.stdout.split("\n")) {
    const [version, name, port, status, user, datadir, log] = line.trim().split(/\s+/);
    if (name === undefined || log === undefined) continue;
    const facts = { port: Number(port), status: status ?? "", user: user ?? "", datadir: datadir ?? "", log };
    found.set(`${version}/${name}`, new Map(Object.entries(facts)));
  }
  return found;
}
