/**
 * Language and encoding of the environment, in the form that Python has for them.
 */

/** The grain `locale_info` but for the time zone. */
export interface Locale {
  readonly defaultlanguage: string | null;
  readonly defaultencoding: string | null;
  readonly detectedencoding: string;
}

/** Encodings of languages that are named without one. */
const LATIN = "ISO8859-1";

function encodingName(name: string): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (plain === "utf8") return "UTF-8";
  const latin = /^iso8859(\d+)$/.exec(plain)?.[1];
  return latin === undefined ? name : `ISO8859-${latin}`;
}

/**
 * The locale that a Python program finds in these variables. Python takes `C` and nothing at all for `C.UTF-8`,
 * which it then calls `en_US`.
 */
export function localeOf(env: { readonly [name: string]: string | undefined }): Locale {
  const name = env.LC_ALL || env.LC_CTYPE || env.LANG || "C";
  const [, language = "C", encoding] = /^([^.@]*)(?:\.([^@]*))?/.exec(name) ?? [];
  const isC = language === "C" || language === "POSIX";
  const defaultencoding = isC ? "UTF-8" : encoding === undefined ? LATIN : encodingName(encoding);
  return {
    defaultlanguage: isC ? "en_US" : language,
    defaultencoding,
    detectedencoding: defaultencoding.toLowerCase(),
  };
}
