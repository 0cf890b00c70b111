/**
 * All programs that have a table of options.
 */
import type { Options } from "../option.js";
import type { Program } from "../program.js";
import { saltProgram } from "./salt.js";
import { saltApiProgram } from "./salt-api.js";
import { saltCallProgram } from "./salt-call.js";
import { saltCpProgram } from "./salt-cp.js";
import { saltKeyProgram } from "./salt-key.js";
import { saltMasterProgram } from "./salt-master.js";
import { saltMinionProgram } from "./salt-minion.js";
import { saltProxyProgram } from "./salt-proxy.js";
import { saltRunProgram } from "./salt-run.js";
import { saltSshProgram } from "./salt-ssh.js";
import { saltSyndicProgram } from "./salt-syndic.js";
import { spmProgram } from "./spm.js";

/** All programs, also those that no command of this version serves yet. */
export const PROGRAMS: readonly Program<Options>[] = [
  saltApiProgram,
  saltCallProgram,
  saltCpProgram,
  saltKeyProgram,
  saltMasterProgram,
  saltMinionProgram,
  saltProgram,
  saltProxyProgram,
  saltRunProgram,
  saltSshProgram,
  saltSyndicProgram,
  spmProgram,
];
