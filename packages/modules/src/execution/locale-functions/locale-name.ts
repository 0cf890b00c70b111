/**
 * Names of locales, e.g. `en_US.UTF-8@euro UTF-8`.
 */

/** The parts of a name; what is absent is empty. */
export interface LocaleName {
  readonly language: string;
  readonly territory: string;
  readonly codeset: string;
  readonly modifier: string;
  readonly charmap: string;
}

/** Takes a name apart. */
export function splitLocale(text: string): LocaleName {
  const [beforeCharmap, charmap] = cut(text, " ");
  const [beforeModifier, modifier] = cut(beforeCharmap, "@");
  const [beforeCodeset, codeset] = cut(beforeModifier, ".");
  const [language, territory] = cut(beforeCodeset, "_");
  return { language, territory, codeset, modifier, charmap };
}

function cut(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** Puts the parts together again. */
export function joinLocale(name: LocaleName): string {
  const part = (mark: string, text: string): string => (text === "" ? "" : mark + text);
  return (
    name.language +
    part("_", name.territory) +
    part(".", name.codeset) +
    part("@", name.modifier) +
    part(" ", name.charmap)
  );
}

/** One spelling for names that mean the same. */
export function normalLocale(text: string): string {
  const name = splitLocale(text);
  const codeset = name.codeset.toLowerCase().replaceAll("-", "");
  return joinLocale({ ...name, territory: name.territory.toUpperCase(), codeset, charmap: "" });
}
