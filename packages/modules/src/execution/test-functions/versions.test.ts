import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { VERSION } from "@salt/core";
import { collectVersions, versionsReport } from "./versions.js";

describe("the report of versions", () => {
  it("names flush right at one colon, and what is not installed", () => {
    const versions = { "Salt Version": { Salt: "1" }, "Dependency Versions": { "long name": null, b: "3" } };
    assert.equal(
      versionsReport(versions),
      "Salt Version:\n     Salt: 1\n \nDependency Versions:\nlong name: Not Installed\n        b: 3\n",
    );
  });

  it("tells of this program, Node, and what native libraries say of themselves", async () => {
    const versions = await collectVersions();
    const dependencies = versions["Dependency Versions"] ?? {};
    assert.equal(versions["Salt Version"]?.Salt, VERSION);
    assert.equal(versions["Node Version"]?.Node, process.versions.node);
    assert.equal(dependencies.openssl, process.versions.openssl);
    assert.match(String(dependencies.ZMQ), /^4\.\d+\.\d+$/);
    assert.match(String(dependencies.SQLite), /^3\.\d+\.\d+$/);
    const names = Object.keys(dependencies).map((name) => name.toLowerCase());
    assert.deepEqual(names, names.toSorted());
  });
});
