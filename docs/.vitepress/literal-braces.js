/**
 * Jinja in the text of a page: Vue would take `{{ grains.id }}` for an expression of its own and render nothing.
 * Blocks of code are safe already.
 */

/** Makes a markdown-it write double braces in text and in code within a line as they stand. */
export function literalBraces(markdown) {
  const { rules } = markdown.renderer;
  for (const type of ["text", "code_inline"]) {
    const rendered = rules[type];
    rules[type] = (...args) => rendered(...args).replaceAll("{{", "&#123;&#123;");
  }
}
