/**
 * Arguments that are options, programs or texts for a shell by their own documentation: whoever gives them means that.
 */

/** A contract: of which functions, which parameters, and what they are. */
interface Contract {
  readonly functions: RegExp;
  readonly params: readonly string[];
  readonly are: string;
}

const CONTRACTS: readonly Contract[] = [
  { functions: /^git\./, params: ["opts", "git_opts"], are: "options of git" },
  { functions: /^archive\.(tar|gzip|gunzip|cmd_unzip)$/, params: ["options"], are: "options" },
  { functions: /^file\.patch$/, params: ["options"], are: "options of patch" },
  { functions: /^file\.grep$/, params: ["opts"], are: "options of grep" },
  { functions: /^gem\./, params: ["gem_bin"], are: "a program" },
  { functions: /^iptables\.(append|check|insert)$/, params: ["rule"], are: "a rule in the program's words" },
  { functions: /^pip\.(un)?install$/, params: ["extra_args"], are: "options of pip" },
  { functions: /^aptpkg\.add_repo_key$/, params: ["text"], are: "a key of many lines" },
  {
    functions: /^dockermod\.(run|run_all|run_stdout|run_stderr|retcode)$/,
    params: ["cmd"],
    are: "a command line",
  },
  { functions: /^rvm\.install_ruby$/, params: ["opts"], are: "options of rvm" },
  { functions: /^rvm\.do$/, params: ["command"], are: "a command line" },
  { functions: /^tls\.create_ca$/, params: ["onlyif", "unless"], are: "a command line" },
  { functions: /^supervisord\./, params: ["bin_env"], are: "a program" },
  { functions: /^virtualenv_mod\.virtualenv_ver$/, params: ["venv_bin"], are: "a program" },
  { functions: /^at\.at$/, params: ["args"], are: "a script" },
];

/** Whether a parameter of a function (`module.function`) is what a contract says it is. */
export function isContract(name: string, param: string): boolean {
  return CONTRACTS.some(({ functions, params }) => functions.test(name) && params.includes(param));
}

/** Contracts that no harm needs, as their text. */
export function unusedContracts(
  harms: readonly (readonly [name: string, param: string])[],
): readonly string[] {
  return CONTRACTS.filter(
    ({ functions, params }) => !harms.some(([name, param]) => functions.test(name) && params.includes(param)),
  ).map(({ functions }) => String(functions));
}
