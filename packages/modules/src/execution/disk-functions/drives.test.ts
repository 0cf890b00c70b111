/** What hdparm, smartctl and iostat print, as real ones of Debian 12 did. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict, Float, toJson } from "@salt/core";
import { parameterLines, smartTable } from "./drive-functions.js";
import { averages } from "./iostat.js";

test("parameters of a disk", () => {
  const text = `
/dev/sda:
 multcount     = 16 (on)
 geometry      = 364801/255/63, sectors = 5860533168, start = 0
 Model=WDC WD30, FwRev=80.00A80, SerialNo=WD-1
 drive state is:  active/idle`;
  const found = parameterLines(text.split("\n"), "/dev/sda");
  assert.deepEqual(found.get("multcount"), [16, "on"]);
  assert.equal(
    toJson(found),
    '{"multcount": [16, "on"], "geometry": [364801, 255, 63, {"sectors": "5860533168", "start": "0"}], ' +
      '"model": ["WDC WD30", {"FwRev": "80.00A80", "SerialNo": "WD-1"}], "drive_state": ["active", "idle"]}',
  );
});

test("the health of a disk", () => {
  const lines = `
ID# ATTRIBUTE_NAME          FLAG     VALUE WORST THRESH TYPE      UPDATED  WHEN_FAILED RAW_VALUE
  5 Reallocated_Sector_Ct   0x0033   100   100   010    Pre-fail  Always       -       0
190 Airflow_Temperature_Cel 0x0022   064   047   045    Old_age   Always       -       36 (Min/Max 35/36)

`.split("\n");
  const all = smartTable(lines, undefined, undefined);
  assert.deepEqual([...all.keys()], [5, 190]);
  const some = smartTable(lines, ["190"], ["raw_value", "value"]);
  assert.deepEqual(some, dict({}).set(190, dict({ value: 64, raw_value: "36 (Min/Max 35/36)" })));
});

test("means of two looks", () => {
  const look = (user: string, tps: string): string => `
avg-cpu:  %user   %nice
           ${user}    0.10

Device            r/s     w/s
vda              ${tps}    1.00
vdb              0.00    0.00

`;
  const means = averages(`Linux 6.1\n${look("1.00", "2.00")}${look("2.01", "2.01")}`.split("\n"));
  assert.deepEqual([...means.keys()], ["sys", "vda", "vdb"]);
  assert.deepEqual(means.get("sys"), dict({ "%user": new Float(1.5), "%nice": new Float(0.1) }));
  assert.deepEqual(means.get("vda"), dict({ "r/s": new Float(2), "w/s": new Float(1) }));
});
