/**
 * The statements of a file of SQL.
 */

/** A comment, a text in quotes, the end of a statement, or what lies between. */
const PIECES =
  /\/\*[\s\S]*?\*\/|(?:--(?=\s|$)|#)[^\n]*|'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|;|[\s\S]/g;

/** The statements without their comments and semicolons; what follows the last semicolon is left out, as in Salt. */
export function statementsIn(text: string): readonly string[] {
  const found: string[] = [];
  let statement = "";
  for (const [piece] of text.matchAll(PIECES)) {
    if (piece === ";") {
      if (statement.trim() !== "") found.push(statement.trim());
      statement = "";
    } else if (isComment(piece)) {
      statement += " ";
    } else {
      statement += piece;
    }
  }
  return found;
}

function isComment(piece: string): boolean {
  return piece.startsWith("/*") || piece.startsWith("#") || /^--(?:\s|$)/.test(piece);
}
