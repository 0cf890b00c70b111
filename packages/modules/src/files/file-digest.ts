/**
 * Digests as users write them.
 */

const BY_LENGTH: ReadonlyMap<number, string> = new Map([
  [32, "md5"],
  [40, "sha1"],
  [56, "sha224"],
  [64, "sha256"],
  [96, "sha384"],
  [128, "sha512"],
]);

/** Kind and digits of a digest as users write it, e.g. `sha256=…`; undefined for what is none. */
export function readDigest(text: string): { readonly hashType: string; readonly hsum: string } | undefined {
  const hsum = (text.split(/[=:]/).at(-1) ?? "").trim().toLowerCase();
  const hashType = BY_LENGTH.get(hsum.length);
  return hashType === undefined || !/^[0-9a-f]+$/.test(hsum) ? undefined : { hashType, hsum };
}
