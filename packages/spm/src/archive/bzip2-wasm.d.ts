/** The parts of `bzip2-wasm` that are used here; the package has no types of its own. */
declare module "bzip2-wasm" {
  class BZip2 {
    init(): Promise<void>;
    compress(bytes: Uint8Array, blockSize?: number, outputSize?: number): Uint8Array;
  }

  // biome-ignore lint/style/noDefaultExport: the package has it so.
  export { BZip2 as default };
}
