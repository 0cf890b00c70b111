/**
 * Python's date: a day without a time.
 */
import { dayAttribute } from "../methods/date-methods.js";
import { PyObject, type Val } from "./types.js";

/** A day; `at` is its midnight in UTC. */
export class PyDate extends PyObject {
  readonly typeName = "date";
  readonly at: Date;
  constructor(at: Date) {
    super();
    this.at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));
  }
  override qualifiedName(): string {
    return "datetime.date";
  }
  override hashKey(): unknown {
    return `\0D${this.at.getTime()}`;
  }
  override text(): string {
    return this.at.toISOString().slice(0, 10);
  }
  override repr(): string {
    return `datetime.date(${this.at.getUTCFullYear()}, ${this.at.getUTCMonth() + 1}, ${this.at.getUTCDate()})`;
  }
  override attribute(name: string): Val {
    return dayAttribute(this.at, name);
  }
}
