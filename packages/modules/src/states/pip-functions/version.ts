/**
 * The order of versions of Python packages, and conditions on them, as PEP 440 has them.
 */

/** A condition: an operator such as `>=`, and a version. */
export interface Condition {
  readonly operator: string;
  readonly version: string;
}

interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  readonly pre: readonly [string, number] | undefined;
  readonly post: number | undefined;
  readonly dev: number | undefined;
  readonly local: string | undefined;
}

const FORM =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|alpha|b|beta|c|rc|pre|preview)[-_.]?(\d*))?(?:-(\d+)|([-_.]?(?:post|rev|r))[-_.]?(\d*))?(?:([-_.]?dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;
const LETTERS: Readonly<Record<string, string>> = {
  alpha: "a",
  beta: "b",
  c: "rc",
  pre: "rc",
  preview: "rc",
};

/** A version's parts; undefined when it has not the form. */
function parse(text: string): Version | undefined {
  const found = FORM.exec(text.trim().toLowerCase());
  if (found === null) return undefined;
  const [, epoch, release = "", letter, pre, dash, post, postNumber, dev, devNumber, local] = found;
  return {
    epoch: Number(epoch ?? 0),
    release: release.split(".").map(Number),
    pre: letter === undefined ? undefined : [LETTERS[letter] ?? letter, Number(pre ?? 0)],
    post: dash !== undefined ? Number(dash) : post === undefined ? undefined : Number(postNumber ?? 0),
    dev: dev === undefined ? undefined : Number(devNumber ?? 0),
    local: local?.replaceAll(/[-_]/g, "."),
  };
}

type Part = number | string;

/** What versions are ordered by: parts that are compared in turn. */
function sortKey({ epoch, release, pre, post, dev }: Version): readonly Part[] {
  const long = Array.from({ length: 12 }, (_none, at) => release[at] ?? 0);
  const isOnlyDev = pre === undefined && post === undefined && dev !== undefined;
  const [letter, number] = pre ?? [isOnlyDev ? "" : "~", 0];
  return [epoch, ...long, letter, number, post ?? -1, dev ?? Number.POSITIVE_INFINITY];
}

function comparePart(one: Part, other: Part): number {
  if (one === other) return 0;
  if (typeof one === typeof other) return one < other ? -1 : 1;
  return typeof one === "number" ? 1 : -1;
}

function compareKeys(one: readonly Part[], other: readonly Part[]): number {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const [left, right] = [one[at], other[at]];
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    const order = comparePart(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

function compare(one: Version, other: Version): number {
  const order = compareKeys(sortKey(one), sortKey(other));
  return order === 0 ? compareKeys(localKey(one), localKey(other)) : order;
}

function localKey({ local }: Version): readonly Part[] {
  const parts = local === undefined ? [] : local.split(".");
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Below zero when the first version is older, above when it is newer; undefined when one is no version. */
export function comparePythonVersions(one: string, other: string): number | undefined {
  const [left, right] = [parse(one), parse(other)];
  return left === undefined || right === undefined ? undefined : compare(left, right);
}

/** Whether a version meets all conditions. Versions that are not finished only do when a condition names such a one. */
export function meetsConditions(version: string, conditions: readonly Condition[]): boolean {
  if (conditions.length === 0) return true;
  const parsed = parse(version);
  if (parsed === undefined) return false;
  const isUnfinished = parsed.pre !== undefined || parsed.dev !== undefined;
  if (isUnfinished && !conditions.some(allowsUnfinished)) return false;
  return conditions.every((condition) => meets(version, parsed, condition));
}

function allowsUnfinished({ operator, version }: Condition): boolean {
  const wanted = parse(version.replace(/\.\*$/, ""));
  const isUnfinished = wanted?.pre !== undefined || wanted?.dev !== undefined;
  return isUnfinished && ["==", ">=", "<=", "~=", "===", ">", "<"].includes(operator);
}

function meets(text: string, version: Version, { operator, version: wantedText }: Condition): boolean {
  if (operator === "===") return text.toLowerCase() === wantedText.toLowerCase();
  const isPrefix = wantedText.endsWith(".*");
  const wanted = parse(isPrefix ? wantedText.slice(0, -2) : wantedText);
  if (wanted === undefined) return false;
  const open = { ...version, local: undefined };
  const isSame = isPrefix
    ? hasPrefix(version, wanted.epoch, wanted.release)
    : compare(wanted.local === undefined ? open : version, wanted) === 0;
  const order = compare(open, wanted);
  const isSameRelease = compareKeys(baseKey(open), baseKey(wanted)) === 0;
  if (operator === "==") return isSame;
  if (operator === "!=") return !isSame;
  if (operator === ">=") return order >= 0;
  if (operator === "<=") return order <= 0;
  if (operator === "~=") return order >= 0 && hasPrefix(version, wanted.epoch, wanted.release.slice(0, -1));
  if (operator === "<")
    return order < 0 && !(isSameRelease && version.pre !== undefined && wanted.pre === undefined);
  if (operator === ">")
    return order > 0 && !(isSameRelease && version.post !== undefined && wanted.post === undefined);
  return false;
}

function baseKey({ epoch, release }: Version): readonly Part[] {
  return sortKey({ epoch, release, pre: undefined, post: undefined, dev: undefined, local: undefined });
}

function hasPrefix({ epoch, release }: Version, wantedEpoch: number, prefix: readonly number[]): boolean {
  return epoch === wantedEpoch && prefix.every((part, at) => (release[at] ?? 0) === part);
}
