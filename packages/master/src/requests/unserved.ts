/**
 * Commands in clear that need what this master does not have: runners and wheels over the port, and tokens.
 */
import type { ClearCommand, CommandTable } from "./command.js";

/** No credentials are right for these; the replies are those of the reference to wrong ones. */
export const unservedCommands: CommandTable<ClearCommand> = new Map<string, ClearCommand>([
  ["runner", () => refusal("UserAuthenticationError")],
  ["wheel", () => refusal("UserAuthenticationError")],
  ["mk_token", () => ""],
  ["get_token", (load) => (load.has("token") ? {} : false)],
]);

function refusal(name: string): { readonly error: { readonly name: string; readonly message: string } } {
  return { error: { name, message: 'Authentication failure of type "user" occurred' } };
}
