/**
 * Options for measuring.
 */
import { flag, inGroup, textOr } from "../../option.js";

/** Options for measuring. */
export const profilingOptions = inGroup("Profiling support", {
  profiling_path: textOr(["--profiling-path"], "PROFILING_PATH", "/tmp/stats", "directory for profiles"),
  profiling_enabled: flag(["--enable-profiling"], "write profiles"),
});
