/**
 * Options of the daemons.
 */
import { flag, textOr } from "../../option.js";

/** Options of a daemon; `pidfile` is where it writes its process id. */
export function daemonOptions(pidfile: string) {
  return {
    daemon: flag(["-d", "--daemon"], "detach and run in the background"),
    pidfile: textOr(["--pid-file"], "PIDFILE", pidfile, "where the daemon writes its process id"),
    disable_keepalive: flag(
      ["--disable-keepalive"],
      "do not add keep-alive to a master that restarts on failure",
    ),
  };
}
