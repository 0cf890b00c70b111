/**
 * What `unshare` takes away from the real machine before a page of documentation is run.
 */

/** Mounts, processes, names, network and shared memory; what is left running ends with the page. */
export const NAMESPACES = ["-m", "-p", "-f", "--mount-proc", "--uts", "--net", "--ipc", "--kill-child"];
