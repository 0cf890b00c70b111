/**
 * Which ZeroMQ is at work.
 */

/** The version of the library libzmq, for example `4.3.5`: that of the package `zeromq` is another. */
export async function libzmqVersion(): Promise<string> {
  const { version } = await import("zeromq");
  return version;
}
