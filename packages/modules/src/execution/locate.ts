/**
 * Finding files by the data base of locate.
 */
import type { Plain } from "@salt/core";
import { executionModule, fn, isTruthy, maybe, needed, SaltInvocationError } from "@salt/core";
import { splitLines } from "../text/lines.js";
import { COUNTED, plainValue, programPath, runProgram } from "./program/run-program.js";

/** Options by the names that users give. */
const TOGGLES: ReadonlyMap<string, string> = new Map([
  ["basename", "b"],
  ["count", "c"],
  ["existing", "e"],
  ["follow", "L"],
  ["ignore", "i"],
  ["nofollow", "P"],
  ["wholename", "w"],
]);

export const locate = executionModule("locate", {
  doc: "Finding files by the data base of locate.",
  functions: {
    version: fn({
      doc: "What locate tells of its version.",
      examples: ["salt '*' locate.version"],
      run: async (_args, context) =>
        splitLines((await runProgram([programPath("locate"), "-V"], context)).stdout),
    }),
    stats: fn({
      doc: "Where the data base is, and how much it holds; plocate tells none of it.",
      examples: ["salt '*' locate.stats"],
      run: async (_args, context): Promise<Plain> => {
        const { stdout } = await runProgram([programPath("locate"), "-S"], context, {
          redirect_stderr: true,
        });
        const facts = splitLines(stdout).map((line): [string, string] => {
          const [first = "", ...rest] = line.trim().split(/\s+/);
          return line.startsWith("Database")
            ? ["database", (rest[0] ?? "").replaceAll(":", "")]
            : [rest.join(" "), first];
        });
        return Object.fromEntries(facts);
      },
    }),
    updatedb: fn({
      doc: "Makes the data base anew; what updatedb prints.",
      examples: ["salt '*' locate.updatedb"],
      run: async (_args, context) =>
        splitLines(
          (await runProgram([programPath("updatedb")], context, { ...COUNTED, redirect_stderr: true }))
            .stdout,
        ),
    }),
    locate: fn({
      doc:
        "The files that fit a pattern. `basename`, `count`, `existing`, `follow`, `ignore`, `nofollow`, `wholename` " +
        "and `regex` are options of locate by these names.",
      examples: ["salt '*' locate.locate passwd", "salt '*' locate.locate '*.conf' basename=True limit=5"],
      params: {
        pattern: needed.any("The pattern."),
        database: maybe.str("", "Another data base."),
        limit: { ...needed.int("At most so many; all when it is 0."), fallback: 0 },
      },
      varkw: "kwargs",
      run: async ({ pattern, database, limit }, context, { kwargs }) => {
        const letters = [...TOGGLES]
          .filter(([key]) => isTruthy(kwargs.get(key)))
          .map(([, letter]) => `-${letter}`);
        const regex = isTruthy(kwargs.get("regex")) ? ["--regex"] : [];
        if (limit < 0) throw new SaltInvocationError("limit cannot be less than nothing");
        const where = database ? [`--database=${plainValue(database, "database")}`] : [];
        const most = limit > 0 ? [`--limit=${limit}`] : [];
        const command = [
          programPath("locate"),
          ...letters,
          ...where,
          ...most,
          ...regex,
          "--",
          plainValue(pattern, "pattern"),
        ];
        return splitLines((await runProgram(command, context, { ...COUNTED, redirect_stderr: true })).stdout);
      },
    }),
  },
});
