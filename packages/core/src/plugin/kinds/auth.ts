/**
 * Auth modules: external systems that know names, passwords and groups.
 */
import type { Value } from "../../base/value.js";
import { maybe, needed } from "../param.js";
import type { ExecutionContext, ExecutionFunction, FunctionModule } from "./execution.js";
import { fn } from "./execution.js";

/** What an auth module works with beside the master. */
export type AuthContext = Pick<ExecutionContext, "opts" | "log" | "signal">;

/** A name and the secret that is to prove it. */
export interface NameAndPassword {
  readonly username: string;
  readonly password: string;
}

/** A plugin with the functions `auth` and, where the system has them, `groups` and `acl`. */
export interface AuthModule extends FunctionModule {
  readonly kind: "auth";
}

/** What an auth module does. None of it throws for a wrong name or password. */
export interface AuthDefinition {
  readonly doc: string;
  readonly virtualName?: string;
  /** True, or why this system is not served here. */
  readonly available?: true | string;
  /** Whether the password proves the name. */
  readonly auth: (given: NameAndPassword, context: AuthContext) => Promise<boolean>;
  /** Names of the groups that a user is in. */
  readonly groups?: (given: NameAndPassword, context: AuthContext) => Promise<readonly string[]>;
  /** Access rules of a user who has proven the name; undefined leaves it to the configuration. */
  readonly acl?: (given: NameAndPassword, context: AuthContext) => Promise<readonly Value[] | undefined>;
}

const username = needed.str("Who it is.");
const password = maybe.str("", "The secret that proves it.");

/** Writes down an auth module. */
export function authModule(name: string, module: AuthDefinition): AuthModule {
  const { doc, virtualName = name, available = true } = module;
  return { kind: "auth", name, virtualName, doc, functions: functionsOf(module), available: () => available };
}

function functionsOf({ auth, groups, acl }: AuthDefinition): AuthModule["functions"] {
  const proves = fn({
    doc: "Whether the password proves the name.",
    params: { username, password },
    run: (given, context) => auth({ username: given.username, password: given.password ?? "" }, context),
  });
  return {
    auth: proves,
    ...(groups === undefined ? {} : { groups: groupsFunction(groups) }),
    ...(acl === undefined ? {} : { acl: aclFunction(acl) }),
  };
}

function groupsFunction(groups: NonNullable<AuthDefinition["groups"]>): ExecutionFunction {
  return fn({
    doc: "Names of the groups that a user is in.",
    params: { username, password },
    run: async (given, context) =>
      await groups({ username: given.username, password: given.password ?? "" }, context),
  });
}

function aclFunction(acl: NonNullable<AuthDefinition["acl"]>): ExecutionFunction {
  return fn({
    doc: "Access rules of a user.",
    params: { username, password },
    run: async (given, context) =>
      (await acl({ username: given.username, password: given.password ?? "" }, context)) ?? null,
  });
}
