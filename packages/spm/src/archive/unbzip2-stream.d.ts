/** The parts of `unbzip2-stream` that are used here; the package has no types of its own. */
declare module "unbzip2-stream" {
  function unbzip2(): NodeJS.ReadWriteStream;

  // biome-ignore lint/style/noDefaultExport: the package has it so.
  export { unbzip2 as default };
}
