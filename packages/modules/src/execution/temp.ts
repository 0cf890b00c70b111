/**
 * Temporary files and directories.
 */
import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandExecutionError, errorText, executionModule, fn, maybe } from "@salt/core";

const ATTEMPTS = 100;

const params = {
  suffix: maybe.str("", "What the name ends with."),
  prefix: maybe.str("tmp", "What the name begins with."),
  parent: maybe.str(null, "Where it is made; the system's place for such things by default."),
};

interface Wish {
  readonly suffix: string | null;
  readonly prefix: string | null;
  readonly parent: string | null;
}

export const temp = executionModule("temp", {
  doc: "Temporary files and directories, which only the minion's account may use. Nobody removes them.",
  functions: {
    dir: fn({
      doc: "Makes a temporary directory; its path.",
      examples: ["salt '*' temp.dir", "salt '*' temp.dir prefix='mytemp-' parent=/var/run"],
      params,
      run: (wish) => makeNew(wish, (path) => mkdirSync(path, { mode: 0o700 })),
    }),
    file: fn({
      doc: "Makes an empty temporary file; its path.",
      examples: ["salt '*' temp.file", "salt '*' temp.file prefix='mytemp-' suffix=.conf"],
      params,
      run: (wish) => makeNew(wish, (path) => closeSync(openSync(path, "wx", 0o600))),
    }),
  },
});

function makeNew({ suffix, prefix, parent }: Wish, make: (path: string) => void): string {
  for (let attempt = 1; ; attempt++) {
    const name = randomBytes(6).toString("base64url").toLowerCase().replaceAll("-", "_");
    const path = join(parent ?? tmpdir(), `${prefix ?? "tmp"}${name}${suffix ?? ""}`);
    try {
      make(path);
      return path;
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EEXIST";
      if (!isTaken || attempt === ATTEMPTS)
        throw new CommandExecutionError(`${path} cannot be made: ${errorText(error)}`);
    }
  }
}
