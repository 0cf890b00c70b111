/**
 * Installing and removing packages of Python.
 */
import { existsSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  isDict,
  isInt,
  isList,
  isTruthy,
  maybe,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import { PythonError } from "../../values/python-error.js";
import { fileFn } from "../file-functions/system-error.js";
import { plainName, plainValue } from "../program/run-program.js";
import type { ChangeCall } from "./requirements.js";
import { withRequirements } from "./requirements.js";
import { environment, envVars, pipOptions, pipWords, wordList } from "./run-pip.js";

const flag = (doc: string) => maybe.bool(false, doc);
const gone = maybe.any(null, "Not taken: today's pip has no such option.");
const PROTOCOLS = /^(ftp|https?|file):\/\//;
/** Options that pip had long ago. */
const GONE = [
  "use_wheel",
  "no_use_wheel",
  "mirrors",
  "build",
  "download",
  "no_install",
  "no_download",
  "install_options",
  "allow_all_external",
  "allow_external",
  "allow_unverified",
  "process_dependency_links",
] as const;

const shared = {
  pkgs: maybe.any(null, "The packages: a list, or a text with commas."),
  requirements: maybe.any(null, "Files of requirements: a list, or a text with commas."),
  bin_env: environment.bin_env,
} as const;
const transport = {
  log: maybe.str(null, "A file for pip's own log."),
  proxy: maybe.any(null, "A proxy; false for none."),
  timeout: maybe.any(null, "Seconds to wait for a server."),
} as const;

/** The functions, by name. */
export const changeFunctions = {
  install: fileFn({
    doc: "Installs packages of Python; gives pip's result.",
    examples: [
      "salt '*' pip.install django",
      "salt '*' pip.install requirements=/path/to/requirements.txt bin_env=/path/to/venv",
    ],
    params: {
      ...shared,
      use_wheel: gone,
      no_use_wheel: gone,
      ...transport,
      editable: maybe.any(
        null,
        "Sources to install so that they can be changed: a list, or a text with commas.",
      ),
      find_links: maybe.any(null, "Further places to look: a list, or a text with commas."),
      index_url: maybe.str(null, "The address of the index."),
      extra_index_url: maybe.str(null, "The address of one more index."),
      no_index: flag("Do not ask an index."),
      mirrors: gone,
      build: gone,
      target: maybe.str(null, "The directory to install to."),
      download: gone,
      download_cache: maybe.str(null, "The directory of pip's cache."),
      source: maybe.str(null, "The directory for sources."),
      upgrade: flag("Take newer versions."),
      force_reinstall: flag("Install again what is there."),
      ignore_installed: flag("Install beside what is there."),
      exists_action: maybe.str(null, "What to do with a path that is there: s, i, w or b."),
      no_deps: flag("Without what the packages need."),
      no_install: gone,
      no_download: gone,
      global_options: maybe.any(null, "Options for setup: a list, or a text with commas."),
      install_options: gone,
      user: environment.user,
      cwd: environment.cwd,
      pre_releases: flag("Versions that are not finished, too."),
      cert: maybe.str(null, "A file of certificates to trust."),
      allow_all_external: gone,
      allow_external: gone,
      allow_unverified: gone,
      process_dependency_links: gone,
      saltenv: maybe.str("base", "The environment of the file server."),
      env_vars: envVars,
      use_vt: flag("Let the output be seen while pip runs."),
      trusted_host: maybe.str(null, "A host to trust without a certificate."),
      no_cache_dir: flag("Without a cache."),
      extra_args: maybe.any(null, "Further options: texts, or maps of an option and its value."),
      cache_dir: maybe.str(null, "The directory of pip's cache."),
      no_binary: maybe.any(null, "Packages to build here: a list, or a text with commas."),
      disable_version_check: flag("Do not look for a newer pip."),
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      for (const name of GONE) if (isTruthy(args[name])) refuseGone(name);
      const what = [...packageWords(args.pkgs), ...editableWords(args.editable)];
      const options = [
        ...transportWords(args, context),
        ...installWords(args),
        ...extraWords(args.extra_args),
      ];
      if (what.length === 0 && !isTruthy(args.requirements))
        return { retcode: 0, stdout: "No packages to install." };
      return await withRequirements(args, context, async (files) => {
        const words = [...pipWords(args.bin_env), "install", ...files, ...options, ...what];
        return await runAll(words, args, context, Object.fromEntries([...givenKeywords(kwargs)].map(pair)));
      });
    },
  }),
  uninstall: fileFn({
    doc: "Removes packages of Python; gives pip's result.",
    examples: ["salt '*' pip.uninstall django bin_env=/path/to/venv"],
    params: {
      ...shared,
      ...transport,
      user: environment.user,
      cwd: environment.cwd,
      saltenv: maybe.str("base", "The environment of the file server."),
      use_vt: flag("Let the output be seen while pip runs."),
      extra_args: maybe.any(null, "Further options: texts, or maps of an option and its value."),
    },
    run: async (args, context): Promise<Plain> => {
      const options = [
        ...transportWords(args, context),
        ...packageWords(args.pkgs),
        ...extraWords(args.extra_args),
      ];
      return await withRequirements(args, context, async (files) => {
        const words = [...pipWords(args.bin_env), "uninstall", "-y", ...files, ...options];
        return await runAll(words, args, context, {});
      });
    },
  }),
} as const;

function pair([key, value]: readonly [Value, Value]): readonly [string, Value] {
  return [pythonStr(key), value];
}

function refuseGone(name: string): never {
  throw new SaltInvocationError(`pip.install: today's pip has no option for ${name}`, {
    hint: "Leave it out; extra_args takes any option that pip has.",
  });
}

async function runAll(
  words: readonly string[],
  call: ChangeCall,
  context: ExecutionContext,
  more: { readonly [name: string]: Plain },
): Promise<Value> {
  const options = { python_shell: false, saltenv: call.saltenv, use_vt: call.use_vt, ...more };
  return await context.call("cmd.run_all", [words], { ...options, ...pipOptions(call) });
}

function packageWords(pkgs: Value): readonly string[] {
  return wordList(pkgs, "pkgs").map((name) => name.replaceAll(";", ","));
}

function editableWords(editable: Value): readonly string[] {
  return wordList(editable, "editable").flatMap((entry) => {
    const isLocal = entry === "." || entry.startsWith("file://") || entry.startsWith("/");
    if (!isLocal && !/(?:#|#.*?&)egg=[^&]+/.test(entry))
      throw new CommandExecutionError("You must specify an egg for this editable");
    return ["--editable", entry];
  });
}

function transportWords(
  args: { readonly log: string | null; readonly proxy: Value; readonly timeout: Value },
  { opts }: ExecutionContext,
): readonly string[] {
  const { timeout, proxy } = args;
  if (isTruthy(timeout) && !isInt(timeout) && !/^-?\d+$/.test(pythonStr(timeout)))
    throw new PythonError("ValueError", `'${pythonStr(timeout)}' is not a valid timeout, must be an integer`);
  const [host, port] = [opts.get("proxy_host"), opts.get("proxy_port")];
  const usual =
    proxy !== false && isTruthy(host) && isTruthy(port)
      ? `http://${pythonStr(host ?? "")}:${pythonStr(port ?? "")}`
      : "";
  const chosen = isTruthy(proxy) ? plainName(proxy, "proxy") : usual;
  return [
    ...(args.log ? ["--log", plainName(args.log, "log")] : []),
    ...(chosen === "" ? [] : ["--proxy", chosen]),
    ...(isTruthy(timeout) ? ["--timeout", plainName(timeout, "timeout")] : []),
  ];
}

interface InstallOptions {
  readonly find_links: Value;
  readonly index_url: string | null;
  readonly extra_index_url: string | null;
  readonly no_index: boolean;
  readonly target: string | null;
  readonly download_cache: string | null;
  readonly cache_dir: string | null;
  readonly source: string | null;
  readonly upgrade: boolean;
  readonly force_reinstall: boolean;
  readonly ignore_installed: boolean;
  readonly exists_action: string | null;
  readonly no_deps: boolean;
  readonly no_cache_dir: boolean;
  readonly pre_releases: boolean;
  readonly cert: string | null;
  readonly global_options: Value;
  readonly trusted_host: string | null;
  readonly no_binary: Value;
  readonly disable_version_check: boolean;
}

function installWords(args: InstallOptions): readonly string[] {
  const option = (name: string, value: string | null): readonly string[] =>
    value ? [`--${name}`, plainName(value, name)] : [];
  const on = (name: string, isOn: boolean): readonly string[] => (isOn ? [`--${name}`] : []);
  if (args.no_index && (args.index_url || args.extra_index_url))
    throw new CommandExecutionError(
      "'no_index' and ('index_url' or 'extra_index_url') are mutually exclusive.",
    );
  const action = args.exists_action;
  if (action && !["s", "i", "w", "b"].includes(action.toLowerCase()))
    throw new CommandExecutionError(
      `The exists_action pip option only supports the values s, i, w, and b. '${action}' is not valid.`,
    );
  const links = wordList(args.find_links, "find_links").map((link) => {
    if (PROTOCOLS.test(link) || existsSync(link)) return link;
    throw new CommandExecutionError(`'${link}' is not a valid URL or path`);
  });
  const noBinary = wordList(args.no_binary, "no_binary").join(",");
  return [
    ...option("no-binary", noBinary),
    ...links.flatMap((link) => ["--find-links", link]),
    ...option("index-url", indexUrl(args.index_url)),
    ...option("extra-index-url", indexUrl(args.extra_index_url)),
    ...on("no-index", args.no_index),
    ...on("disable-pip-version-check", args.disable_version_check),
    ...option("target", args.target),
    ...option("cache-dir", args.download_cache || args.cache_dir),
    ...option("source", args.source),
    ...on("upgrade", args.upgrade),
    ...on("force-reinstall", args.force_reinstall),
    ...on("ignore-installed", args.ignore_installed),
    ...option("exists-action", action),
    ...on("no-deps", args.no_deps),
    ...on("no-cache-dir", args.no_cache_dir),
    ...on("pre", args.pre_releases),
    ...option("cert", args.cert),
    ...(isTruthy(args.global_options) ? globalOptions(args.global_options) : []),
    ...option("trusted-host", args.trusted_host),
  ];
}

/** These are options themselves, for another program: each stays one argument. */
function globalOptions(value: Value): readonly string[] {
  const items = isList(value) ? value.map(pythonStr) : pythonStr(value).split(",");
  return items.map((item) => `--global-option=${plainValue(item.trim(), "global_options")}`);
}

function indexUrl(url: string | null): string | null {
  if (url && !PROTOCOLS.test(url)) throw new CommandExecutionError(`'${url}' is not a valid URL`);
  return url;
}

/** Options as the user wrote them: that is what they are for. */
function extraWords(extra: Value): readonly string[] {
  if (!isTruthy(extra)) return [];
  return (isList(extra) ? extra : [extra]).flatMap((one) => {
    if (!isDict(one)) return [pythonStr(one)];
    const [key = null, value = null] = [...one].at(-1) ?? [];
    if (isDict(value) || isList(value))
      throw new PythonError("TypeError", `Too many levels in: ${pythonStr(key)}`);
    return [pythonStr(key), pythonStr(value)];
  });
}
