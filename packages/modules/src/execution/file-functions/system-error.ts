/**
 * Errors of the system under the names and in the words that Python gives them.
 */
import type { ExecutionContext, ExecutionFunction, FunctionDefinition, Params } from "@salt/core";
import { errorText, fn } from "@salt/core";
import { PythonError } from "../../values/python-error.js";

/** Texts of the C library by the system's codes. */
const TEXTS: Readonly<Record<string, string>> = {
  EPERM: "Operation not permitted",
  ENOENT: "No such file or directory",
  EIO: "Input/output error",
  ENXIO: "No such device or address",
  EBADF: "Bad file descriptor",
  EACCES: "Permission denied",
  EBUSY: "Device or resource busy",
  EEXIST: "File exists",
  EXDEV: "Invalid cross-device link",
  ENODEV: "No such device",
  ENOTDIR: "Not a directory",
  EISDIR: "Is a directory",
  EINVAL: "Invalid argument",
  ETXTBSY: "Text file busy",
  EFBIG: "File too large",
  ENOSPC: "No space left on device",
  EROFS: "Read-only file system",
  EMLINK: "Too many links",
  ENAMETOOLONG: "File name too long",
  ENOTEMPTY: "Directory not empty",
  ELOOP: "Too many levels of symbolic links",
  EOPNOTSUPP: "Operation not supported",
  ECONNREFUSED: "Connection refused",
  ECONNRESET: "Connection reset by peer",
  ETIMEDOUT: "Connection timed out",
  EHOSTUNREACH: "No route to host",
  ENETUNREACH: "Network is unreachable",
};

/** Names of Python's exceptions by the system's codes; the others are `OSError`. */
const NAMES: Readonly<Record<string, string>> = {
  EPERM: "PermissionError",
  EACCES: "PermissionError",
  ENOENT: "FileNotFoundError",
  EEXIST: "FileExistsError",
  ENOTDIR: "NotADirectoryError",
  EISDIR: "IsADirectoryError",
};

/** An error of a system call. */
export type SystemError = NodeJS.ErrnoException & { readonly code: string; readonly errno: number };

/** Whether something thrown is an error of a system call. */
export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "errno" in error && "code" in error && typeof error.errno === "number";
}

/** The reason alone, e.g. `Permission denied`. */
export function reasonText(error: unknown): string {
  return isSystemError(error) ? (TEXTS[error.code] ?? error.code) : errorText(error);
}

/** What Python makes of an error, e.g. `[Errno 13] Permission denied: '/etc/shadow'`. */
export function systemErrorText(error: unknown): string {
  if (!isSystemError(error)) return errorText(error);
  const { path } = error;
  const dest = "dest" in error && typeof error.dest === "string" ? ` -> '${error.dest}'` : "";
  const place = path === undefined ? "" : `: '${path}'${dest}`;
  return `[Errno ${-error.errno}] ${reasonText(error)}${place}`;
}

/** An error of the system as Python reports one that nobody catches; other errors as they are. */
export function asPythonError(error: unknown): unknown {
  if (error instanceof TypeError && "code" in error && error.code === "ERR_INVALID_ARG_VALUE")
    return new PythonError("ValueError", "embedded null byte");
  if (!isSystemError(error)) return error;
  return new PythonError(NAMES[error.code] ?? "OSError", systemErrorText(error));
}

/** A function whose system errors are reported as Python reports them. */
export function fileFn<const P extends Params = Record<never, never>>(
  definition: FunctionDefinition<P, ExecutionContext>,
): ExecutionFunction {
  return fn({
    ...definition,
    run: async (args, context, rest) => {
      try {
        return await definition.run(args, context, rest);
      } catch (error) {
        throw asPythonError(error);
      }
    },
  });
}
