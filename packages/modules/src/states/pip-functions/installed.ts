/**
 * pip.installed: packages of Python that are there.
 */
import type { ExecutionContext, Plain, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  CommandNotFoundError,
  get,
  isDict,
  isList,
  isTrial,
  isTruthy,
  pythonStr,
  stateFn,
} from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import { answer, environmentOf, failed, has, pending, unchanged } from "../answer/answer.js";
import { installedParams, installOptions } from "./params.js";
import type { Requirement } from "./requirement.js";
import { parseRequirement } from "./requirement.js";
import type { InstallRequest } from "./survey.js";
import { accountOf, installedPackages, satisfied } from "./survey.js";
import { comparePythonVersions } from "./version.js";

/** Lines of pip that tell of no change. */
const NO_CHANGE =
  /^(Requirement already satisfied|Requirement already up-to-date|Requirement not upgraded|Collecting|Cloning|Cleaning up\.\.\.|Looking in indexes)/;

export const installed = stateFn({
  doc: "Makes packages of Python be installed.",
  params: installedParams,
  varkw: "kwargs",
  run: async (args, context, { kwargs }) => {
    const given = [...givenKeywords(kwargs)].map(([key, value]) => [pythonStr(key), value] as const);
    const request = { args, more: Object.fromEntries(given) };
    if (isTruthy(args.pkgs) && !isList(args.pkgs))
      return failed(args.name, "pkgs argument must be formatted as a list");
    const asked = isList(args.pkgs) && args.pkgs.length > 0 ? args.pkgs.map(packageText) : [args.name];
    const name = asked.join(";");
    const fault = await versionFault(request, context);
    if (fault !== undefined) return failed(name, fault);
    const isByFile = isTruthy(args.requirements) || isTruthy(args.editable);
    const wanted = isByFile ? [] : asked.map((text) => ({ text, parsed: parseRequirement(text) }));
    const wrong = wanted.flatMap(({ parsed }) => (typeof parsed === "string" ? [parsed] : []));
    if (wrong.length > 0) return failed(name, wrong.join("\n"));
    if (isTruthy(args.user) && (await has(context, "user.info")))
      if (!isTruthy(await context.call("user.info", [args.user])))
        return failed(name, `User ${args.user} does not exist`);
    if (isByFile) return await installByFile(name, request, context);
    const packages = wanted.flatMap(({ text, parsed }) =>
      typeof parsed === "string" ? [] : [{ text, ...parsed }],
    );
    return await installPackages(name, packages, request, context);
  },
});

/** A package as a text; a map of a name and a condition is one, too. */
function packageText(value: Value): string {
  const [[key = null, condition = null] = []] = isDict(value) ? [...value] : [];
  return isDict(value) ? `${pythonStr(key)} ${pythonStr(condition)}` : pythonStr(value);
}

/** Why pip cannot do what is asked for. */
async function versionFault(request: InstallRequest, context: ExecutionContext): Promise<string | undefined> {
  const { args } = request;
  let version: string;
  try {
    version = pythonStr(await context.call("pip.version", [accountOf(request).bin_env ?? null]));
  } catch (error) {
    if (error instanceof CommandNotFoundError || error instanceof CommandExecutionError)
      return `Error installing '${args.name}': ${error.message}`;
    throw error;
  }
  const isOlder = (than: string): boolean => (comparePythonVersions(version, than) ?? 0) < 0;
  const isNewer = (than: string): boolean => (comparePythonVersions(version, than) ?? 0) > 0;
  for (const option of ["use_wheel", "no_use_wheel"] as const) {
    if (args[option] && (isOlder("1.4") || isNewer("9.0.3")))
      return `The '${option}' option is only supported in pip between 1.4 and 9.0.3. The version of pip detected was ${version}.`;
  }
  if (isTruthy(args.no_binary) && isOlder("7.0.0"))
    return `The 'no_binary' option is only supported in pip 7.0.0 and newer. The version of pip detected was ${version}.`;
  return undefined;
}

type Package = Requirement & { readonly text: string };

async function installPackages(
  name: string,
  packages: readonly Package[],
  request: InstallRequest,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const there = await packagesBefore(request, context);
  const wanted: Package[] = [];
  const already: string[] = [];
  for (const one of packages) {
    const reason =
      one.name === undefined ? undefined : await satisfied(request, one.text, one, there, context);
    if (reason !== undefined) already.push(reason);
    else if (isTrial(context)) return pending(name, trialComment(packages, one));
    else wanted.push(one);
  }
  if (wanted.length === 0) {
    const upToDate = request.args.upgrade ? " and up-to-date" : "";
    return unchanged(
      name,
      [...already, `All specified packages are already installed${upToDate}`].join("\n"),
    );
  }
  const texts = wanted.map(({ text }) => text.replaceAll(",", ";"));
  const told = await install(request, texts.join(","), context);
  const fault = faultOf(told);
  if (fault !== undefined) {
    const comment = fault === "" ? "" : `Failed to install packages: ${texts.join(", ")}. ${fault}`;
    return failed(name, comment === "" ? "Could not install package" : [...already, comment].join("\n"));
  }
  const missing: string[] = [];
  const changes = new Map<string, string>();
  const untouched = unchangedNames(textOf(told, "stdout"));
  for (const { name: package_, text } of wanted) {
    if (package_ === undefined) {
      changes.set(`${text.replaceAll(",", ";")}==???`, "Installed");
      continue;
    }
    const found = await installedPackages(request, context, package_);
    const version = found.get(package_.toLowerCase());
    const last = packages.at(-1)?.text ?? "";
    if (found.size === 0)
      missing.push(
        `There was no error installing package '${last}' although it does not show when calling 'pip.freeze'.`,
      );
    else if (version !== undefined && !untouched.has(package_.toLowerCase()))
      changes.set(`${package_}==${version}`, "Installed");
  }
  const done = missing.length > 0 ? missing : ["All packages were successfully installed"];
  return answer(name, true, [...already, ...done].join("\n"), changes);
}

/** The packages that are there; none when pip cannot tell: then all are installed. */
async function packagesBefore(
  request: InstallRequest,
  context: ExecutionContext,
): Promise<ReadonlyMap<string, string>> {
  try {
    return await installedPackages(request, context);
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    context.log.warn({ error: error.message }, "pip cannot list its packages");
    return new Map();
  }
}

function trialComment(packages: readonly Package[], one: Package): string {
  if (packages.length === 1) return `Python package ${one.text} is set to be installed`;
  return ["Python package(s) set to be installed:", ...packages.map(({ text }) => text)].join("\n");
}

function unchangedNames(stdout: string): ReadonlySet<string> {
  const lines = stdout.matchAll(/^Requirement already up-to-date: *(\S+)/gm);
  return new Set([...lines].map(([, name = ""]) => name.toLowerCase()));
}

async function install(request: InstallRequest, pkgs: string, context: ExecutionContext): Promise<Value> {
  const { args, more } = request;
  const names = Object.keys(installOptions) as readonly (keyof typeof installOptions)[];
  const options = Object.fromEntries(names.map((name) => [name, args[name]]));
  return await context.call("pip.install", [], {
    ...{ pkgs, ...options, ...accountOf(request), ...more },
    ...{ saltenv: environmentOf(context), disable_version_check: true },
  });
}

/** What went wrong; empty when pip told nothing at all. */
function faultOf(told: Value): string | undefined {
  if (!isDict(told) || told.size === 0) return "";
  if (told.get("retcode") === 0) return undefined;
  const text = told.has("stdout")
    ? `${textOf(told, "stdout")} ${textOf(told, "stderr")}`
    : textOf(told, "comment");
  return `Error: ${text}`;
}

function textOf(told: Value, key: string): string {
  return pythonStr(get(told, key) ?? "");
}

async function installByFile(
  name: string,
  request: InstallRequest,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { requirements, editable } = request.args;
  const texts = (ofFile: string, ofSource: string): readonly string[] => [
    ...(isTruthy(requirements) ? [ofFile] : []),
    ...(isTruthy(editable) ? [ofSource] : []),
  ];
  const [file, source] = [pythonStr(requirements), pythonStr(editable)];
  if (isTrial(context)) {
    const mode = 'Package will be installed in editable mode (i.e. setuptools "develop mode") from';
    return pending(
      name,
      texts(`Requirements file '${file}' will be processed.`, `${mode} ${source}.`).join(" "),
    );
  }
  const told = await install(request, "", context);
  const fault = faultOf(told);
  if (fault === "") return failed(name, "Could not install package");
  if (fault !== undefined) {
    const unable = texts(
      `Unable to process requirements file "${file}"`,
      `Unable to install from VCS checkout ${source}.`,
    );
    return failed(name, [...unable, fault].join(" "));
  }
  const lines = textOf(told, "stdout").split("\n");
  const isChanged = isTruthy(requirements) && lines.some((line) => !NO_CHANGE.test(line.trim()));
  const changes: Plain = {
    ...(isChanged ? { requirements: true } : {}),
    ...(isTruthy(editable) ? { editable: true } : {}),
  };
  const processed = isChanged
    ? `Successfully processed requirements file ${file}.`
    : "Requirements were already installed.";
  const done = texts(processed, `Package successfully installed from VCS checkout ${source}.`);
  return answer(name, true, done.join(" "), changes);
}
