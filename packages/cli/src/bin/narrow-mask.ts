/**
 * The file mask of programs that write into the system.
 */

/** Nobody's group and no stranger may write what this process makes, however lax the mask it was started with. */
export function narrowMask(): void {
  process.umask(process.umask() | 0o022);
}
