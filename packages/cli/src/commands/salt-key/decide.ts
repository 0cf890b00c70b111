/**
 * `salt-key -a`, `-r` and `-d`: shows which keys are meant, asks, and changes them.
 */
import type { KeyInclusion, KeyLists } from "@salt/core";
import { SaltError } from "@salt/core";
import type { KeyChange, KeyState } from "@salt/master";
import type { KeyAccess } from "./key-access.js";
import { STATE_ORDER } from "./key-names.js";
import { globsOf } from "./show-keys.js";

/** Which decision. */
export type Decision = "accept" | "reject" | "delete";

/** What a decision is about. */
export interface DecisionRequest {
  readonly decision: Decision;
  readonly match: string;
  readonly include: KeyInclusion;
  /** Keeps what the master has cached of deleted minions. */
  readonly preserveMinions: boolean;
  /** Asks for no confirmation. */
  readonly yes: boolean;
}

/** How a decision talks to its user. */
export interface DecisionDialogue {
  line(text: string): void;
  show(keys: Partial<KeyLists>): Promise<void>;
  ask(question: string): Promise<string | undefined>;
}

/** States by the words of messages. */
const STATE_WORDS: Readonly<Record<KeyState, string>> = {
  pending: "unaccepted",
  accepted: "accepted",
  rejected: "rejected",
  denied: "denied",
};

/** Carries out a decision; gives the keys that were changed. */
export async function decide(
  keys: Pick<KeyAccess, "match" | "carryOut">,
  request: DecisionRequest,
  dialogue: DecisionDialogue,
): Promise<readonly KeyChange[]> {
  const { decision, match } = request;
  const states = request.decision === "delete" ? STATE_ORDER : includedStates(request.include);
  const found = await keys.match(globsOf(match));
  const meant = Object.fromEntries(
    states.filter((state) => found[state].length > 0).map((state) => [state, found[state]]),
  );
  if (Object.keys(meant).length === 0) {
    dialogue.line(
      `The key glob '${match}' does not match any ${stateList(includedStates(request.include))} keys.`,
    );
    return [];
  }
  dialogue.line(`The following keys are going to be ${pastTense(decision)}:`);
  await dialogue.show(meant);
  if (!request.yes && !(await confirmed(decision, dialogue))) return [];
  const changed: KeyChange[] = [];
  for (const state of states) {
    const ids = meant[state] ?? [];
    if (ids.length > 0) changed.push(...(await keys.carryOut(request, state, ids)));
  }
  for (const { id } of changed) dialogue.line(`Key for minion ${id} ${pastTense(decision)}.`);
  return changed;
}

/** The states that a decision reaches: pending keys, and those asked for. */
function includedStates(include: KeyInclusion): readonly KeyState[] {
  const states: KeyState[] = ["pending"];
  if (include.includeAccepted === true) states.push("accepted");
  if (include.includeRejected === true) states.push("rejected");
  if (include.includeDenied === true) states.push("denied");
  return states;
}

function stateList(states: readonly KeyState[]): string {
  const words = states.map((state) => STATE_WORDS[state]);
  const last = words.pop() ?? "";
  return words.length === 0 ? last : `${words.join(", ")} or ${last}`;
}

function pastTense(decision: Decision): string {
  return decision === "delete" ? "deleted" : `${decision}ed`;
}

/** An empty answer means yes, except for deleting. */
async function confirmed(decision: Decision, dialogue: DecisionDialogue): Promise<boolean> {
  const answer = await dialogue.ask(decision === "delete" ? "Proceed? [N/y] " : "Proceed? [n/Y] ");
  if (answer === undefined) {
    throw new SaltError("NO_ANSWER", "\nThere was no answer; nothing was changed.", {
      hint: "Use -y to go on without a question.",
    });
  }
  return answer === "" ? decision !== "delete" : answer.toLowerCase().startsWith("y");
}
