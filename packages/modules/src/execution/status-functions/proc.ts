/**
 * Tables of the kernel, from texts of /proc.
 */
import type { MutableDict, Value } from "@salt/core";
import { float } from "@salt/core";

/** Values by name. */
export type Table = { [name: string]: Value | Table | Value[] };

/** Digits as an int, other numbers as a float, anything else as it is. */
export function number(text: string | undefined): Value {
  if (text === undefined) return null;
  if (/^\d+$/.test(text)) return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? text : float(value);
}

const rows = (text: string): readonly (readonly string[])[] =>
  text
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([first]) => first !== "");

/** `/proc/stat`. */
export function cpuStats(text: string): Table {
  const table: Table = {};
  for (const [name = "", ...fields] of rows(text)) table[name] = cpuStat(name, fields);
  return table;
}

function cpuStat(name: string, fields: readonly string[]): Value | Table {
  const [user, nice, system, idle, iowait, irq, softirq, steal] = fields.map(number);
  if (name === "cpu") {
    const parts = { idle, iowait, irq, nice, softirq, steal, system, user };
    return Object.fromEntries(Object.entries(parts).map(([part, value]) => [part, value ?? null]));
  }
  if (name === "intr") return { total: number(fields[0]), irqs: fields.slice(1).map(number) };
  if (name === "softirq") return { total: number(fields[0]), softirqs: fields.slice(1).map(number) };
  return number(fields[0]);
}

/** `/proc/meminfo`: the values stay texts. */
export function memInfo(text: string): Table {
  const table: Table = {};
  for (const [name = "", value = "", unit] of rows(text)) {
    table[name.replace(":", "")] = unit === undefined ? { value } : { value, unit };
  }
  return table;
}

/** `/proc/cpuinfo`: of several processors the last one counts. */
export function cpuInfo(text: string): Table {
  const table: Table = {};
  for (const line of text.split("\n")) {
    const [name = "", value] = line.split(":").map((part) => part.trim());
    if (value === undefined) continue;
    table[name] = name === "flags" ? value.split(/\s+/) : value;
  }
  return table;
}

const DISK_FIELDS = [
  "major",
  "minor",
  "device",
  "reads_issued",
  "reads_merged",
  "sectors_read",
  "ms_spent_reading",
  "writes_completed",
  "writes_merged",
  "sectors_written",
  "ms_spent_writing",
  "io_in_progress",
  "ms_spent_in_io",
  "weighted_ms_spent_in_io",
] as const;

/** `/proc/diskstats`. */
export function diskStats(text: string): Table {
  const table: Table = {};
  for (const fields of rows(text)) {
    table[fields[2] ?? ""] = Object.fromEntries(DISK_FIELDS.map((name, at) => [name, number(fields[at])]));
  }
  return table;
}

/** `/proc/vmstat`. */
export function vmStats(text: string): Table {
  return Object.fromEntries(rows(text).map(([name = "", value]) => [name, number(value)]));
}

/** `/proc/net/netstat`: a line of names, then one of values. The last column is left out, as in Salt. */
export function netStats(text: string): Table {
  const table: Table = {};
  let headers: readonly string[] = [];
  for (const fields of rows(text)) {
    if (fields[0] !== headers[0]) headers = fields;
    else {
      const names = headers.slice(1, -1);
      table[(headers[0] ?? "").replace(":", "")] = Object.fromEntries(
        names.map((name, at) => [name, number(fields[at + 1])]),
      );
    }
  }
  return table;
}

const RECEIVED = ["bytes", "packets", "errs", "drop", "fifo", "frame", "compressed", "multicast"];
const SENT = ["bytes", "packets", "errs", "drop", "fifo", "colls", "carrier", "compressed"];

/** `/proc/net/dev`. */
export function netDevices(text: string): Table {
  const table: Table = {};
  for (const line of text.split("\n")) {
    const [iface = "", counters] = line.split(":").map((part) => part.trim());
    if (counters === undefined) continue;
    const values = counters.split(/\s+/).map(number);
    const entries: [string, Value][] = [
      ...RECEIVED.map((name, at): [string, Value] => [`rx_${name}`, values[at] ?? null]),
      ...SENT.map((name, at): [string, Value] => [`tx_${name}`, values[at + RECEIVED.length] ?? null]),
    ];
    table[iface] = { iface, ...Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) };
  }
  return table;
}

/** The rows of `w -fh`. */
export function loggedIn(text: string): readonly MutableDict[] {
  return rows(text).map(([user = "", tty = "", login = "", idle = "", jcpu = "", pcpu = "", ...what]) => {
    const facts = { idle, jcpu, login, pcpu, tty, user, what: what.join(" ") };
    return new Map<Value, Value>(Object.entries(facts));
  });
}
