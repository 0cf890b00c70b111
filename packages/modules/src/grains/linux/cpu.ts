/**
 * Processors, from `/proc/cpuinfo`.
 */

/** The processor grains. */
export interface CpuGrains {
  readonly num_cpus: number;
  readonly cpu_model: string;
  readonly cpu_flags: readonly string[];
}

type Draft = { num_cpus: number; cpu_model: string; cpu_flags: readonly string[] };

/** What each line of the file adds; the names differ between architectures. */
const LINES: { readonly [key: string]: (draft: Draft, value: string) => void } = {
  processor: (draft) => {
    draft.num_cpus += 1;
  },
  "# processors": (draft, value) => {
    draft.num_cpus = Number.parseInt(value, 10) || 0;
  },
  Processor: (draft, value) => {
    draft.cpu_model = value.split("-")[0] ?? value;
    draft.num_cpus = 1;
  },
  vendor_id: setModel,
  "model name": setModel,
  cpu: setModel,
  flags: setFlags,
  Features: setFlags,
};

function setModel(draft: Draft, value: string): void {
  draft.cpu_model = value;
}

function setFlags(draft: Draft, value: string): void {
  draft.cpu_flags = value.split(/\s+/).filter((flag) => flag !== "");
}

/** Reads the text of `/proc/cpuinfo`; of several models and sets of flags the last one counts, as in Salt. */
export function parseCpuinfo(text: string): CpuGrains {
  const draft: Draft = { num_cpus: 0, cpu_model: "Unknown", cpu_flags: [] };
  for (const line of text.split("\n")) {
    const [key = "", value] = line.split(":");
    const read = Object.hasOwn(LINES, key.trim()) ? LINES[key.trim()] : undefined;
    if (value !== undefined) read?.(draft, value.trim());
  }
  return draft;
}
