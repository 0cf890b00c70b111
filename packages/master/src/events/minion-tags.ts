/**
 * Which events a minion may put on the master's bus.
 */

/** Longer tags are refused. */
const MAX_TAG = 512;

/**
 * Tags that only the master, its runners or its commands fire. Readers look for beginnings, so everything behind a
 * refused beginning is refused too.
 */
const MASTERS_OWN: readonly RegExp[] = [
  /^key$/,
  /^\d{20}/,
  /^salt\/(auth|key|presence|batch|run|wheel|cloud|cluster|fileserver|stats|ui|netapi|reactors)(\/|$)/,
  // Webhooks of minions are what anybody may post.
  /^salt\/engines(?!\/hook\/)(\/|$)/,
  /^salt\/job\/.*\/(new|publish|return|error|ret)$/,
  /^salt\/job\/[^/]*\/(ret|sub)(\/|$)/,
  /^(minion|resource)\/refresh(\/|$)/,
  /^syndic(\/|$)/,
];

/** Tags that name the minion they are about; it must be the sender. */
const NAMING: readonly RegExp[] = [
  /^salt\/job\/[^/]*\/(?:prog|start)\/([^/]*)/,
  /^salt\/state_result\/[^/]*\/([^/]*)/,
  /^salt\/(?:minion|beacon|proxy|delta|resource)\/([^/]*)/,
];

const JOB = /^salt\/(?:job|state_result)\/([^/]*)\//;

/** Why a minion may not fire a tag, or undefined when it may. */
export function tagFault(id: string, tag: string): string | undefined {
  if (tag === "" || Buffer.byteLength(tag) > MAX_TAG) return "it is empty or too long";
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(tag)) return "it has control characters";
  // A doubled or leading slash would slip past rules, and past readers that split at slashes.
  // Beacons put paths behind the sender's own id.
  const place = tag.startsWith(`salt/beacon/${id}/`) ? "" : tag;
  if (tag.startsWith("/") || place.includes("//")) return "it has an empty part";
  if (MASTERS_OWN.some((pattern) => pattern.test(tag))) return "it is the master's own";
  const named = NAMING.map((pattern) => pattern.exec(tag)?.[1]).find((name) => name !== undefined);
  return named === undefined || named === id ? undefined : "it is about another minion";
}

/** The job that a tag tells of, if any. */
export function jobOfTag(tag: string): string | undefined {
  return JOB.exec(tag)?.[1];
}
