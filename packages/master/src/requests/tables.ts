/**
 * All commands of the request port; whatever is not in these two tables is not served.
 */
import type { Dict } from "@salt/core";
import type { AuthParts } from "./auth.js";
import { authCommand } from "./auth.js";
import type { ClearCommand, CommandTable, MinionCommand } from "./command.js";
import type { FileParts } from "./files.js";
import { fileCommands, fileRootsOf } from "./files.js";
import { masterOptsCommand } from "./master-opts.js";
import type { MasterTopsParts } from "./master-tops.js";
import { masterTopsCommand } from "./master-tops.js";
import type { MineParts } from "./mine.js";
import { mineCommands } from "./mine.js";
import type { MinionEventParts } from "./minion-event.js";
import { minionEventCommand } from "./minion-event.js";
import type { MinionRunnerParts } from "./minion-runner.js";
import { minionRunnerCommand } from "./minion-runner.js";
import type { MinionStateParts } from "./minion-state.js";
import { minionStateCommand } from "./minion-state.js";
import type { OwnKeyParts } from "./own-key.js";
import { revokeAuthCommand } from "./own-key.js";
import type { PeerParts } from "./peer.js";
import { peerCommands } from "./peer.js";
import type { PillarParts } from "./pillar.js";
import { pillarCommand } from "./pillar.js";
import type { PublishParts } from "./publish.js";
import { publishCommand } from "./publish.js";
import type { ReturnParts } from "./return.js";
import { returnCommand } from "./return.js";
import type { RunnerParts } from "./runner.js";
import { runnerCommand, wheelCommand } from "./runner.js";
import type { TokenParts } from "./tokens.js";
import { tokenCommands } from "./tokens.js";

/** What the commands in clear need. */
export type ClearParts = AuthParts & PublishParts & MinionStateParts & RunnerParts & TokenParts;

/** Commands that anyone who reaches the port may send. */
export function clearTable(parts: ClearParts): CommandTable<ClearCommand> {
  return new Map<string, ClearCommand>([
    ["_auth", authCommand(parts)],
    ["ping", (load) => load],
    ["publish", publishCommand(parts)],
    ["runner", runnerCommand(parts)],
    ["wheel", wheelCommand(parts)],
    ["_salt_ts_minion_state", minionStateCommand(parts)],
    ...tokenCommands(parts),
  ]);
}

/** What the commands of minions need. */
export type MinionParts = ReturnParts &
  MinionEventParts &
  PillarParts &
  MasterTopsParts &
  PeerParts &
  MinionRunnerParts &
  FileParts &
  OwnKeyParts & { readonly mine: MineParts };

/** Commands that minions may send once they are signed in. `opts` has all options by name. */
export function minionTable(parts: MinionParts, opts: Dict): CommandTable<MinionCommand> {
  const fileRoots = fileRootsOf(opts.get("file_roots"));
  return new Map<string, MinionCommand>([
    ["_return", returnCommand(parts)],
    ["_minion_event", minionEventCommand(parts)],
    ["_pillar", pillarCommand(parts)],
    ["_master_opts", masterOptsCommand(opts, fileRoots)],
    ["_master_tops", masterTopsCommand(parts)],
    ["_ext_nodes", masterTopsCommand(parts)],
    // Masters below this one are not served yet, so no id is that of a syndic.
    ["_syndic_return", () => false],
    ["_register_resources", () => true],
    ["minion_runner", minionRunnerCommand(parts)],
    ["revoke_auth", revokeAuthCommand(parts)],
    ...fileCommands(parts),
    ...mineCommands(parts.mine),
    ...peerCommands(parts),
  ]);
}
