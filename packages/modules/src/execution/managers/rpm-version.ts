/**
 * Versions of RPM packages: `[epoch:]version[-release]`, and which of two is newer.
 */

interface Version {
  readonly epoch: string;
  readonly version: string;
  readonly release: string;
}

/** Compares two: -1 when the first is older, 1 when it is newer, else 0. A release counts only when both have one. */
export function compareRpmVersions(a: string, b: string): -1 | 0 | 1 {
  const [left, right] = [parts(a), parts(b)];
  const byEpoch = compareSegments(left.epoch, right.epoch);
  if (byEpoch !== 0) return byEpoch;
  const byVersion = compareSegments(left.version, right.version);
  if (byVersion !== 0 || left.release === "" || right.release === "") return byVersion;
  return compareSegments(left.release, right.release);
}

function parts(text: string): Version {
  const [, epoch = "0", rest = text] = /^(\d+):(.*)$/s.exec(text) ?? [];
  const at = rest.indexOf("-");
  return at === -1
    ? { epoch, version: rest, release: "" }
    : { epoch, version: rest.slice(0, at), release: rest.slice(at + 1) };
}

/** As rpm does it: runs of digits against runs of letters; `~` is before everything, `^` after the end alone. */
function compareSegments(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  const [left, right] = [segments(a), segments(b)];
  for (let index = 0; ; index += 1) {
    const [one, other] = [left[index], right[index]];
    if (one === undefined && other === undefined) return 0;
    if (one === "~" || other === "~") {
      if (one !== other) return one === "~" ? -1 : 1;
    } else if (one === "^" || other === "^") {
      if (one === undefined) return -1;
      if (other === undefined) return 1;
      if (one !== other) return one === "^" ? -1 : 1;
    } else if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    else {
      const found = compareRuns(one, other);
      if (found !== 0) return found;
    }
  }
}

function segments(text: string): readonly string[] {
  return text.match(/\d+|[A-Za-z]+|[~^]/g) ?? [];
}

function compareRuns(a: string, b: string): -1 | 0 | 1 {
  const [isNumber, isOther] = [/^\d/.test(a), /^\d/.test(b)];
  // Digits are newer than letters.
  if (isNumber !== isOther) return isNumber ? 1 : -1;
  const [left, right] = isNumber ? [BigInt(a), BigInt(b)] : [a, b];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
