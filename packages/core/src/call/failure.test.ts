/** What is answered when a call fails. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentBindingError, SaltError, SaltInvocationError, UnknownKeywordError } from "../base/errors.js";
import { describeFailure, isAboutArguments } from "./failure.js";

class TypeFault extends SaltError {
  constructor(message: string) {
    super("PYTHON_EXCEPTION", message);
    this.name = "TypeError";
  }
}

const answer = (error: unknown): string => describeFailure("test.echo", undefined, error).return;

test("a TypeError in Python's name is one of the arguments, as a call that does not fit", () => {
  const text = "Passed invalid arguments to test.echo: no\n";
  assert.equal(answer(new TypeFault("no")), text);
  assert.equal(answer(new ArgumentBindingError("no")), text);
  assert.equal(answer(new SaltInvocationError("no")), "ERROR executing 'test.echo': no");
});

test("a TypeError of the language is an exception, not the caller's fault", () => {
  assert.match(answer(new TypeError("no")), /caused an exception: .*TypeError: no/s);
  assert.equal(isAboutArguments(new TypeError("no")), false);
});

test("what a function says of its arguments counts, a keyword refused before the call does not", () => {
  assert.equal(isAboutArguments(new SaltInvocationError("no")), true);
  assert.equal(isAboutArguments(new UnknownKeywordError("no")), false);
});
