import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { VERSION } from "@salt/core";
import { versionLine } from "./version.js";
import { layOut, versionsReport } from "./versions-report.js";

describe("version", () => {
  it("is that of the package", () => {
    const file = new URL("../../package.json", import.meta.url);
    assert.equal(VERSION, JSON.parse(readFileSync(file, "utf8")).version);
  });

  it("has the form that scripts read", () => {
    assert.match(versionLine("salt"), /^salt \d+\.\d+\.\d+ \([\w-]+\)\n$/);
  });
});

describe("versionsReport", () => {
  it("lays sections out at one colon", () => {
    const sections: [string, [string, string][]][] = [
      ["Salt Version", [["Salt", "1"]]],
      [
        "Dependency Versions",
        [
          ["long name", "2"],
          ["b", "3"],
        ],
      ],
    ];
    assert.equal(
      layOut(sections),
      "Salt Version:\n     Salt: 1\n \nDependency Versions:\nlong name: 2\n        b: 3\n",
    );
  });

  it("names this software, Node and the libraries", () => {
    const report = versionsReport();
    assert.match(report, new RegExp(`Salt: ${VERSION} `));
    assert.match(report, new RegExp(`Node: ${process.versions.node.replaceAll(".", "\\.")}`));
    assert.match(report, /zeromq: \d/);
    assert.match(report, /openssl: \d/);
  });
});
