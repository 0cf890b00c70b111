/**
 * `mk_token` and `get_token`: a name and a password for a token, and a token for what it stands for.
 */
import { getString } from "@salt/core";
import type { ExternalAuth } from "../eauth/external-auth.js";
import type { ClearCommand, CommandTable } from "./command.js";

/** What the commands need. */
export interface TokenParts {
  readonly external: Pick<ExternalAuth, "makeToken" | "token">;
}

/** The commands; what they reply to wrong credentials are the words of the reference. */
export function tokenCommands({ external }: TokenParts): CommandTable<ClearCommand> {
  return new Map<string, ClearCommand>([
    ["mk_token", async (load) => (await external.makeToken(load)) ?? ""],
    [
      "get_token",
      (load) => (load.has("token") ? (external.token(getString(load, "token") ?? "") ?? {}) : false),
    ],
  ]);
}
