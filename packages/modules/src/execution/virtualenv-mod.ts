/**
 * Environments of Python of their own.
 */
import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  get,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainName, runProgram } from "./program/run-program.js";
import { createParams, programOf, wordsOf } from "./virtualenv-functions/create-command.js";

const venv = needed.str("The environment.");
const PACKAGE = /^[\w.-]+$/;

export const virtualenv = executionModule("virtualenv_mod", {
  virtualName: "virtualenv",
  doc: "Environments of Python of their own.",
  functions: {
    create: fileFn({
      doc: "Makes an environment; gives what the program printed.",
      examples: ["salt '*' virtualenv.create /path/to/new/virtualenv"],
      params: createParams,
      varkw: "kwargs",
      run: async (args, context, rest): Promise<Plain> => {
        const path = plainName(args.path, "path");
        const program = await programOf(args.venv_bin, context);
        const words = wordsOf(program, args);
        const wasThere = existsSync(path);
        const given = [...rest.kwargs].filter(([key]) => !key.startsWith("__"));
        const told = await context.call("cmd.run_all", [[...words, path]], {
          ...Object.fromEntries(given),
          runas: args.user,
          python_shell: false,
        });
        const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
        if (isTruthy(get(told, "retcode")) && !wasThere && isDirectory)
          rmSync(path, { recursive: true, force: true });
        return told;
      },
    }),
    virtualenv_ver: fileFn({
      doc: "The version of virtualenv, as a list of numbers.",
      examples: ["salt '*' virtualenv.virtualenv_ver virtualenv"],
      params: { venv_bin: needed.str("The program."), user: maybe.str(null, "The account to run it as.") },
      run: async ({ venv_bin: program, user }, context): Promise<Plain> => {
        const command = [plainName(program, "venv_bin"), "--version"];
        const { retcode, stdout } = await runProgram(command, context, {
          runas: user,
          redirect_stderr: true,
        });
        const version = stdout.split(/\s+/).find((word) => /^\d+\.\d/.test(word));
        if (retcode > 0 || version === undefined)
          throw new CommandExecutionError(
            `Unable to get the version of virtualenv by '${program} --version'`,
          );
        return version
          .replace(/(?:rc|\+ds).*$/, "")
          .split(".")
          .map(Number);
      },
    }),
    get_site_packages: fileFn({
      doc: "The directory of the packages of an environment.",
      examples: ["salt '*' virtualenv.get_site_packages /path/to/my/venv"],
      params: { venv },
      run: (args, context) =>
        askPython(args.venv, 'import sysconfig; print(sysconfig.get_path("purelib"))', context),
    }),
    get_distribution_path: fileFn({
      doc: "The directory of a package in an environment.",
      examples: ["salt '*' virtualenv.get_distribution_path /path/to/my/venv my_distribution"],
      params: { venv, distribution: needed.str("The package.") },
      run: (args, context) => {
        const code = `print(pkg_resources.get_distribution('${named(args.distribution)}').location)`;
        return askPython(args.venv, `import pkg_resources; ${code}`, context);
      },
    }),
    get_resource_path: fileFn({
      doc: "The path of a file that a package in an environment brings.",
      examples: ["salt '*' virtualenv.get_resource_path /path/to/my/venv my_package my/resource.xml"],
      params: { venv, package: needed.str("The package."), resource: needed.str("The file.") },
      run: (args, context) => askResource("resource_filename", args, context),
    }),
    get_resource_content: fileFn({
      doc: "The contents of a file that a package in an environment brings.",
      examples: ["salt '*' virtualenv.get_resource_content /path/to/my/venv my_package my/resource.xml"],
      params: { venv, package: needed.str("The package."), resource: needed.str("The file.") },
      run: (args, context) => askResource("resource_string", args, context),
    }),
  },
});

interface Resource {
  readonly venv: string;
  readonly package: string;
  readonly resource: string;
}

function askResource(fun: string, args: Resource, context: ExecutionContext): Promise<Value> {
  const resource = args.resource.split("/").map(named).join("/");
  const code = `print(pkg_resources.${fun}('${named(args.package)}', '${resource}'))`;
  return askPython(args.venv, `import pkg_resources; ${code}`, context);
}

/** A name that becomes part of a program. Throws SaltInvocationError. */
function named(name: string): string {
  if (PACKAGE.test(name)) return name;
  throw new SaltInvocationError(`Unsafe python code detected in '${name}'`);
}

async function askPython(path: string, code: string, context: ExecutionContext): Promise<Value> {
  const python = join(path, "bin", "python");
  if (!existsSync(python)) {
    const what = `Path '${path}' does not appear to be a virtualenv`;
    throw new CommandExecutionError(`${what}: '${python}' not found.`, {
      hint: `Make it by virtualenv.create${findProgram("python3") === undefined ? ", after python3 is installed" : ""}.`,
    });
  }
  const told = await context.call("cmd.exec_code_all", [python, code]);
  const [stdout, stderr] = [get(told, "stdout") ?? "", get(told, "stderr") ?? ""];
  if (!isTruthy(get(told, "retcode"))) return stdout;
  throw new CommandExecutionError(`${pythonStr(stdout)}\n${pythonStr(stderr)}`);
}
