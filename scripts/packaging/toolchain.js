/**
 * Compiler and strip for the platforms that packages are made for: this machine's own, and Debian's cross compilers.
 */
import { ensureProgram } from "./ensure-program.js";

/** The platform that builds, as `linux-x64`. */
export const ownPlatform = `${process.platform}-${process.arch}`;

/** What Debian calls the processors that can be compiled for from another one. */
const TRIPLETS = { "linux-arm64": "aarch64-linux-gnu", "linux-x64": "x86-64-linux-gnu" };

/** Where things for a platform are made: `strip`, and variables and arguments for node-gyp. Throws for a platform that cannot be compiled for here. */
export function toolchain(platform) {
  if (platform === ownPlatform) {
    ensureProgram("strip", "binutils");
    return { strip: "strip", env: {}, gypArgs: [] };
  }
  const triplet = TRIPLETS[platform];
  if (triplet === undefined) throw new Error(`Nothing can be compiled for ${platform} here`);
  const tool = triplet.replace("x86-64", "x86_64");
  ensureProgram(`${tool}-g++`, `g++-${triplet}`);
  const env = { CC: `${tool}-gcc`, CXX: `${tool}-g++`, AR: `${tool}-ar` };
  return { strip: `${tool}-strip`, env, gypArgs: [`--arch=${platform.split("-")[1]}`] };
}
