/**
 * `test.raise_exception`: errors by the names of Python's and Salt's exceptions.
 */
import type { Value } from "@salt/core";
import {
  ArgumentBindingError,
  CommandExecutionError,
  CommandNotFoundError,
  pythonRepr,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { PythonError } from "../../values/python-error.js";

const BUILT_IN: ReadonlySet<string> = new Set(
  (
    "ArithmeticError AssertionError AttributeError BlockingIOError BrokenPipeError BufferError BytesWarning " +
    "ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError " +
    "DeprecationWarning EOFError EncodingWarning EnvironmentError Exception FileExistsError FileNotFoundError " +
    "FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError " +
    "InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError " +
    "NameError NotADirectoryError NotImplementedError OSError OverflowError PendingDeprecationWarning " +
    "PermissionError ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning " +
    "StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError " +
    "TypeError UnboundLocalError UnicodeError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError"
  ).split(" "),
);

const OF_SALT: ReadonlySet<string> = new Set(
  (
    "ArgumentValueError AuthenticationError AuthorizationError CheckError CodePageError CommandExecutionError " +
    "CommandNotFoundError EauthAuthenticationError FileLockError FileserverConfigError GitLockError GitRemoteError " +
    "InvalidConfigError InvalidEntityError InvalidKeyError LoaderError LoggingRuntimeError MasterExit MinionError " +
    "MissingSmb NotImplemented PkgParseError PublishError SaltCacheError SaltClientError SaltClientTimeout " +
    "SaltConfigurationError SaltDaemonNotRunning SaltDeserializationError SaltException SaltInvocationError " +
    "SaltMasterError SaltMasterUnresolvableError SaltNoMinionsFound SaltRenderError SaltReqTimeoutError " +
    "SaltRunnerError SaltSyndicMasterError SaltSystemExit SaltValidationError SaltWheelError TemplateError " +
    "TimedProcTimeoutError TimeoutError TokenAuthenticationError UnsupportedAlgorithm"
  ).split(" "),
);

const PREFIX = "salt.exceptions.";

/** The error of a name, or undefined when there is none: `ValueError`, `salt.exceptions.CommandExecutionError`. */
export function errorNamed(name: string, args: readonly Value[]): Error | undefined {
  const message = textOf(name, args);
  if (!name.startsWith(PREFIX)) {
    if (!BUILT_IN.has(name)) return undefined;
    return name === "TypeError" ? new ArgumentBindingError(message) : new PythonError(name, message);
  }
  const short = name.slice(PREFIX.length);
  if (!OF_SALT.has(short)) return undefined;
  if (short === "CommandExecutionError") return new CommandExecutionError(message);
  if (short === "CommandNotFoundError") return new CommandNotFoundError(message);
  if (short === "SaltInvocationError") return new SaltInvocationError(message);
  return new PythonError(name, message);
}

/** What Python's `str()` says of an exception with these arguments. */
function textOf(name: string, args: readonly Value[]): string {
  const [only] = args;
  if (only === undefined) return "";
  if (args.length > 1) return `(${args.map(pythonRepr).join(", ")})`;
  return name === "KeyError" ? pythonRepr(only) : pythonStr(only);
}
