/**
 * Colours of a terminal, by the names that Salt gives them.
 */

const CODES = {
  darkGray: "0;1;30",
  red: "0;31",
  lightRed: "0;1;31",
  green: "0;32",
  lightGreen: "0;1;32",
  lightYellow: "0;1;33",
  blue: "0;34",
  lightBlue: "0;1;34",
  magenta: "0;35",
  lightMagenta: "0;1;35",
  cyan: "0;36",
  lightGray: "0;37",
  white: "0;1;37",
  reset: "0;0",
} as const;

/** The name of a colour. */
export type ColorName = keyof typeof CODES;

/** Escape sequences by name; all empty when there is to be no colour. */
export type Colors = Readonly<Record<ColorName, string>>;

/** The colours to print with. */
export function colorsFor(context: { readonly color: boolean }): Colors {
  const entries = Object.entries(CODES).map(([name, code]) => [name, context.color ? `\u001b[${code}m` : ""]);
  return Object.fromEntries(entries) as Colors;
}

/** Takes away a text's power over the terminal: its escape characters become question marks. */
export function withoutEscapes(text: string): string {
  return text.replaceAll("\u001b", "?");
}
