/**
 * Reading `/proc/cpuinfo` and `/proc/meminfo` of several architectures.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseCpuinfo } from "./cpu.js";
import { parseMeminfo } from "./memory.js";

describe("cpuinfo", () => {
  test("x86: processors are counted, the model name beats the vendor", () => {
    const one = "vendor_id\t: AuthenticAMD\nmodel name\t: AMD EPYC\nflags\t\t: fpu vme\n";
    const text = `processor\t: 0\n${one}\nprocessor\t: 1\n${one}`;
    assert.deepEqual(parseCpuinfo(text), { num_cpus: 2, cpu_model: "AMD EPYC", cpu_flags: ["fpu", "vme"] });
  });

  test("old ARM: the model ends at its first dash", () => {
    const text = "Processor\t: ARMv6-compatible processor rev 7 (v6l)\nFeatures\t: swp half thumb\n";
    assert.deepEqual(parseCpuinfo(text), {
      num_cpus: 1,
      cpu_model: "ARMv6",
      cpu_flags: ["swp", "half", "thumb"],
    });
  });

  test("s390 tells the number of processors itself", () => {
    assert.deepEqual(parseCpuinfo("vendor_id       : IBM/S390\n# processors    : 4\n"), {
      num_cpus: 4,
      cpu_model: "IBM/S390",
      cpu_flags: [],
    });
  });

  test("a text without any known line", () => {
    assert.deepEqual(parseCpuinfo("constructor: x\n"), { num_cpus: 0, cpu_model: "Unknown", cpu_flags: [] });
  });
});

describe("meminfo", () => {
  test("sizes are whole MiB, rounded down", () => {
    const text = "MemTotal:       24683899 kB\nMemFree:        1 kB\nSwapTotal:       2047 kB\n";
    assert.deepEqual(parseMeminfo(text), { mem_total: 24105, swap_total: 1 });
  });

  test("no text, no memory", () => {
    assert.deepEqual(parseMeminfo(""), { mem_total: 0, swap_total: 0 });
  });
});
