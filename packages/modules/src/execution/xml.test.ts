/**
 * XML: reading, finding, changing, writing.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { dict, MalformedError, SaltInvocationError } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { findElement } from "./xml-functions/find-element.js";
import { parseXml, xmlText } from "./xml-functions/xml-text.js";

const folder = mkdtempSync(join(tmpdir(), "xml-"));
after(() => rmSync(folder, { recursive: true }));
const TEXT = `<?xml version="1.0"?><!-- c --><a x='1 &amp; 2'> t <b c="d">text</b>tail<b id="3"/><e><b id="4"><![CDATA[<ü>]]></b></e></a>\n`;

describe("xml", () => {
  it("is read and written", () => {
    const written =
      '<a x="1 &amp; 2"> t <b c="d">text</b>tail<b id="3" /><e><b id="4">&lt;&#252;&gt;</b></e></a>';
    assert.equal(xmlText(parseXml(TEXT)), written);
    assert.equal(xmlText(parseXml(written)), written);
  });

  it("is searched", () => {
    const root = parseXml(TEXT);
    const id = (path: string): string | undefined => findElement(root, path)?.attributes.get("id");
    assert.deepEqual(
      ["b", ".//b[@id]", "e/b", ".//b[@id='4']", "b[2]", "*[last()]/b", "e[b]/*", "nosuch"].map(id),
      [undefined, "3", "4", "4", "3", "4", "4", undefined],
    );
    assert.throws(() => findElement(root, "b[position()<2]"), SaltInvocationError);
  });

  it("that is cut, or none, is refused", () => {
    const whole = TEXT.trimEnd();
    for (let length = 0; length < whole.length; length += 1)
      assert.throws(() => parseXml(whole.slice(0, length)), MalformedError, whole.slice(0, length));
    const bad = [
      "<a></b>",
      "<a/><b/>",
      "<a>&nosuch;</a>",
      "<a b='1' b='2'/>",
      "x<a/>",
      "<!DOCTYPE a><a/>",
      "<a b=1/>",
    ];
    for (const text of [...bad, "<a>".repeat(600) + "</a>".repeat(600)])
      assert.throws(() => parseXml(text), MalformedError, text.slice(0, 40));
  });

  it("is changed in files", async () => {
    const path = join(folder, "x.xml");
    const call = (name: string, ...args: readonly Plain[]) =>
      fakeContext().context.call(`xml.${name}`, [path, ...args]);
    writeFileSync(path, TEXT);
    assert.equal(await call("get_value", ".//b"), "text");
    assert.deepEqual(await call("get_attribute", ".//b"), dict({ c: "d" }));
    assert.equal(await call("set_value", ".//b", 'a<"'), true);
    assert.equal(await call("set_attribute", ".//b", "k", '"'), true);
    assert.match(readFileSync(path, "utf8"), /<b c="d" k="&quot;">a&lt;"<\/b>/);
    await assert.rejects(call("set_value", "nosuch", "v"), { name: "AttributeError" });
    await assert.rejects(call("set_attribute", ".//b", 'k="1" l', "v"), SaltInvocationError);
  });
});
