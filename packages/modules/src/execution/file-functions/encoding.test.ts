/**
 * Characters that an encoding lacks, as Python treats them.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { namedEncoding } from "./encoding.js";

describe("namedEncoding", () => {
  const ways: readonly (readonly [string, string])[] = [
    ["replace", "caf\xe9 ?"],
    ["ignore", "caf\xe9 "],
    ["xmlcharrefreplace", "caf\xe9 &#8364;"],
    ["backslashreplace", "caf\xe9 \\u20ac"],
  ];
  for (const [way, expected] of ways)
    it(`puts something else in place of a character: ${way}`, () => {
      const bytes = namedEncoding("latin-1", way).encode("café €");
      assert.equal(Buffer.from(bytes).toString("latin1"), expected);
    });

  it("refuses a character that the encoding lacks", () => {
    assert.throws(() => namedEncoding("latin-1").encode("café €"), {
      message: "'latin-1' codec can't encode character '\\u20ac' in position 5: ordinal not in range(256)",
    });
    assert.throws(() => namedEncoding("ascii").encode("é"), /'ascii' codec can't encode character '\\xe9'/);
  });

  it("refuses an encoding and a way that there are not", () => {
    assert.throws(() => namedEncoding("nosuch"), /unknown encoding: nosuch/);
    assert.throws(() => namedEncoding("ascii", "nosuch").encode("é"), /unknown error handler name 'nosuch'/);
  });
});
