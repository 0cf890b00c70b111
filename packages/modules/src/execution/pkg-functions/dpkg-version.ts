/**
 * The order of versions of Debian packages, as deb-version(7) describes it.
 */

/** Below zero when the first version is older, above when it is newer, zero when they mean the same. */
export function compareVersions(left: string, right: string): -1 | 0 | 1 {
  const [a, b] = [parse(left), parse(right)];
  const order =
    a.epoch - b.epoch || comparePart(a.upstream, b.upstream) || comparePart(a.revision, b.revision);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

function parse(version: string): {
  readonly epoch: number;
  readonly upstream: string;
  readonly revision: string;
} {
  const text = version.trim();
  const colon = text.indexOf(":");
  const rest = text.slice(colon + 1);
  const dash = rest.lastIndexOf("-");
  return {
    epoch: colon === -1 ? 0 : Number(text.slice(0, colon)) || 0,
    upstream: dash === -1 ? rest : rest.slice(0, dash),
    revision: dash === -1 ? "" : rest.slice(dash + 1),
  };
}

/** Compares stretches of other characters and stretches of digits in turn. */
function comparePart(left: string, right: string): number {
  let [a, b] = [left, right];
  while (a !== "" || b !== "") {
    const [aText = "", bText = ""] = [/^\D*/.exec(a)?.[0], /^\D*/.exec(b)?.[0]];
    const order = compareText(aText, bText);
    if (order !== 0) return order;
    [a, b] = [a.slice(aText.length), b.slice(bText.length)];
    const [aDigits = "", bDigits = ""] = [/^\d*/.exec(a)?.[0], /^\d*/.exec(b)?.[0]];
    const difference = BigInt(aDigits === "" ? "0" : aDigits) - BigInt(bDigits === "" ? "0" : bDigits);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
    [a, b] = [a.slice(aDigits.length), b.slice(bDigits.length)];
  }
  return 0;
}

function compareText(left: string, right: string): number {
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const order = weight(left[at]) - weight(right[at]);
    if (order !== 0) return order;
  }
  return 0;
}

/** A tilde comes before the end, letters before all other characters. */
function weight(char: string | undefined): number {
  if (char === "~") return -1;
  if (char === undefined) return 0;
  const code = char.charCodeAt(0);
  return /[A-Za-z]/.test(char) ? code : code + 256;
}
