/**
 * The tags of the event bus: every tag is built here, so this is also their list.
 */

/** Builds the tags that the master and the minions use. */
export const tags = {
  /** A sign-in and its outcome. */
  auth: "salt/auth",
  /** A key changed state. */
  key: "salt/key",
  /** The AES key was made anew. */
  keyRotation: "key",
  /** The ids a job was sent to; a bare job id, fired before `jobNew` by masters up to 3007. */
  jobMinions: (jid: string): string => jid,
  /** A job was published. */
  jobNew: (jid: string): string => `salt/job/${jid}/new`,
  /** A return came in. */
  jobReturn: (jid: string, id: string): string => `salt/job/${jid}/ret/${id}`,
  /** A job was refused. */
  jobError: (jid: string): string => `salt/job/${jid}/error`,
  /** A state failed in a return. */
  jobStateError: (jid: string, id: string, fun: string): string => `salt/job/${jid}/sub/${id}/error/${fun}`,
  /** All events of a job. */
  jobPrefix: (jid: string): string => `salt/job/${jid}/`,
  /** A minion took a job on. */
  jobStart: (jid: string, id: string): string => `salt/job/${jid}/start/${id}`,
  /** A part of a job is done. */
  jobProgress: (jid: string, id: string, part: number | string): string =>
    `salt/job/${jid}/prog/${id}/${part}`,
  /** A state is done that says `fire_event`; the last part is its name, or the text of `fire_event`. */
  stateResult: (jid: string, id: string, name: string): string => `salt/state_result/${jid}/${id}/${name}`,
  /** A minion has started. */
  minionStart: (id: string): string => `salt/minion/${id}/start`,
  /** The same in the old form. */
  minionStartLegacy: "minion_start",
  /** A minion is alive. */
  minionPing: "minion_ping",
  /** The master has new cached data of a minion. */
  minionRefresh: (id: string): string => `minion/refresh/${id}`,
  /** The minions that are connected. */
  presencePresent: "salt/presence/present",
  /** The minions that came and went. */
  presenceChange: "salt/presence/change",
  /** A runner began. */
  runNew: (jid: string): string => `salt/run/${jid}/new`,
  /** A runner ended. */
  runReturn: (jid: string): string => `salt/run/${jid}/ret`,
  /** An orchestration is about to do something: what, on which minions, and with which arguments. */
  runArgs: (jid: string): string => `salt/run/${jid}/args`,
  /** A wheel function began. */
  wheelNew: (jid: string): string => `salt/wheel/${jid}/new`,
  /** A wheel function ended. */
  wheelReturn: (jid: string): string => `salt/wheel/${jid}/ret`,
  /** A runner tells how far it is. */
  runProgress: (jid: string): string => `salt/run/${jid}/progress`,
} as const;
