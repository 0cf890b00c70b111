/**
 * The order of versions of gems.
 */

/** Below zero when the first version is older, above when it is newer. Words come before numbers, as in `1.0.rc1`. */
export function compareGemVersions(left: string, right: string): number {
  const [a, b] = [partsOf(left), partsOf(right)];
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const [one, other] = [a[at] ?? 0, b[at] ?? 0];
    if (one === other) continue;
    if (typeof one === "number" && typeof other === "number") return one - other;
    if (typeof one === "string" && typeof other === "string") return one < other ? -1 : 1;
    return typeof one === "string" ? -1 : 1;
  }
  return 0;
}

function partsOf(version: string): readonly (number | string)[] {
  const parts = version.match(/\d+|[a-z]+/gi) ?? [];
  return parts.map((part) => (/^\d/.test(part) ? Number(part) : part));
}
