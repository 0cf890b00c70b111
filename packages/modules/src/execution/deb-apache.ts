/**
 * Which sites, modules and configurations Apache uses on Debian.
 */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext, ExecutionFunction, Plain } from "@salt/core";
import { executionModule, getString, needed } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainName, programPath, runProgram } from "./program/run-program.js";

const ROOT = "/etc/apache2";
const site = needed.str("The site, with or without `.conf`.");
const mod = needed.str("The module.");
const conf = needed.str("The configuration, with or without `.conf`.");

export const apache = executionModule("deb_apache", {
  virtualName: "apache",
  doc: "Which sites, modules and configurations Apache uses on Debian.",
  available: (context) =>
    getString(context.grains, "os_family") === "Debian" && findProgram("apache2ctl") !== undefined
      ? true
      : "apache execution module not loaded: apache not installed. (apt-get install apache2)",
  functions: {
    check_site_enabled: fileFn({
      doc: "Whether a site is used; `default` also means `000-default`.",
      examples: ["salt '*' apache.check_site_enabled example.com"],
      params: { site },
      run: (args) => {
        const file = withEnding(args.site, ".conf");
        return isLinked("sites", file) || (args.site === "default" && isLinked("sites", `000-${file}`));
      },
    }),
    check_mod_enabled: fileFn({
      doc: "Whether a module is used.",
      examples: ["salt '*' apache.check_mod_enabled status"],
      params: { mod },
      run: (args) => isLinked("mods", args.mod.endsWith(".conf") ? args.mod : withEnding(args.mod, ".load")),
    }),
    check_conf_enabled: fileFn({
      doc: "Whether a configuration is used.",
      examples: ["salt '*' apache.check_conf_enabled security"],
      params: { conf },
      run: (args) => isLinked("conf", withEnding(args.conf, ".conf")),
    }),
    a2ensite: switching("a2ensite", "Site", "Makes Apache use a site.", { site }),
    a2dissite: switching("a2dissite", "Site", "Makes Apache not use a site.", { site }),
    a2enmod: switching("a2enmod", "Mod", "Makes Apache use a module.", { mod }),
    a2dismod: switching("a2dismod", "Mod", "Makes Apache not use a module.", { mod }),
    a2enconf: switching("a2enconf", "Conf", "Makes Apache use a configuration.", { conf }),
    a2disconf: switching("a2disconf", "Conf", "Makes Apache not use a configuration.", { conf }),
  },
});

function withEnding(name: string, ending: string): string {
  return name.endsWith(ending) ? name : `${name}${ending}`;
}

/** Only a link counts: it is what the programs that enable things make. */
function isLinked(kind: string, file: string): boolean {
  if (file.includes("/")) return false;
  const path = join(ROOT, `${kind}-enabled`, plainName(file, "the name"));
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** A function that runs one of Debian's programs and tells how it went, as Salt does. */
function switching(
  program: string,
  kind: string,
  doc: string,
  params: { readonly [name: string]: typeof site },
): ExecutionFunction {
  const isOn = program.startsWith("a2en");
  const [param = ""] = Object.keys(params);
  const example = { Site: "example.com", Mod: "status", Conf: "security" }[kind] ?? "";
  return fileFn({
    doc,
    examples: [`salt '*' apache.${program} ${example}`],
    params,
    run: async (args, context: ExecutionContext): Promise<Plain> => {
      const name = plainName(args[param] ?? "", param);
      const { retcode } = await runProgram([programPath(program), name], context);
      const title = `Apache2 ${isOn ? "Enable" : "Disable"} ${kind}`;
      return { Name: title, [kind]: name, Status: statusText(retcode, `${kind} ${name}`, isOn) };
    },
  });
}

function statusText(retcode: number, what: string, isOn: boolean): string | number {
  if (retcode === 0) return `${what} ${isOn ? "enabled" : "disabled"}`;
  // The programs end with 1 either way; Salt looks for another status where things are disabled, and shows the number.
  return isOn && retcode === 1 ? `${what} Not found` : retcode;
}
