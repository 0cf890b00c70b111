/**
 * A terminal session as an SVG picture, in the colours that the commands asked for.
 */

const CHAR_WIDTH = 8.4;
const LINE_HEIGHT = 18;
const MARGIN = 18;
const BAR_HEIGHT = 34;

/** Colour codes of terminals and what they look like here. */
const COLOURS: Readonly<Record<string, string>> = {
  "31": "#f2777a",
  "32": "#99d08b",
  "33": "#ffd479",
  "34": "#7aa6da",
  "35": "#d7a6e0",
  "36": "#70c7d1",
};
const PLAIN = "#e6e9ef";
/** A space that pictures keep, however many stand together. */
const NO_BREAK = "\u00a0";

interface Piece {
  readonly text: string;
  readonly colour: string;
}

/** The picture of these lines, which may hold colour codes. `title` is read out where pictures are not seen. */
export function terminalPicture(title: string, lines: readonly string[]): string {
  const painted = paint(lines);
  const columns = Math.max(
    ...painted.map((pieces) => pieces.reduce((sum, { text }) => sum + text.length, 0)),
  );
  const width = Math.ceil(columns * CHAR_WIDTH + 2 * MARGIN);
  const height = BAR_HEIGHT + lines.length * LINE_HEIGHT + MARGIN;
  const rows = painted.map((pieces, row) => rowText(pieces, BAR_HEIGHT + (row + 1) * LINE_HEIGHT - 4));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" rx="10" fill="#1c2128"/>
${["#f2777a", "#ffd479", "#99d08b"].map((fill, at) => `<circle cx="${MARGIN + 4 + at * 18}" cy="17" r="5.5" fill="${fill}"/>`).join("")}
<g font-family="ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="14" fill="${PLAIN}">
${rows.join("\n")}
</g>
</svg>
`;
}

/** Lines in pieces of one colour each; a colour goes on until the next code, over ends of lines too. */
function paint(lines: readonly string[]): readonly (readonly Piece[])[] {
  let colour = PLAIN;
  return lines.map((line) => {
    // Codes are at the odd places.
    const parts = line.split(/\x1b\[([\d;]*)m/);
    return parts.flatMap((part, at) => {
      if (at % 2 === 0) return part === "" ? [] : [{ text: part, colour }];
      colour =
        part
          .split(";")
          .map((code) => COLOURS[code])
          .find((found) => found !== undefined) ?? PLAIN;
      return [];
    });
  });
}

function rowText(pieces: readonly Piece[], y: number): string {
  const spans = pieces.map(({ text, colour }) => {
    const fill = colour === PLAIN ? "" : ` fill="${colour}"`;
    return `<tspan${fill}>${escaped(text).replaceAll(" ", NO_BREAK)}</tspan>`;
  });
  return `<text x="${MARGIN}" y="${y}">${spans.join("")}</text>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
