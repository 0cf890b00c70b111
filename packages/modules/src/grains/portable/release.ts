/**
 * What follows from a release: its parts, its major number, and the short name with it.
 */

/** Systems whose `osfinger` begins with the short name. */
const SHORT = ["Debian", "FreeBSD", "OpenBSD", "NetBSD", "Mac", "Raspbian"];

/** The grains that follow from `os`, `osfullname` and `osrelease`; none when there is no release. */
export function releaseGrains(
  os: string,
  fullName: string,
  release: string,
): Record<string, string | number | readonly (string | number)[]> {
  if (release === "") return {};
  const info = release.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const [first = ""] = info;

  return {
    osrelease_info: info,
    ...(/^\d+$/.test(String(first)) ? { osmajorrelease: Number(first) } : {}),
    osfinger: `${SHORT.includes(os) ? os : fullName}-${os === "Ubuntu" || os === "Pop" ? release : first}`,
  };
}
