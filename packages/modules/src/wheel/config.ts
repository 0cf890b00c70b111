/**
 * The configuration of the master.
 */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  getString,
  needed,
  SaltInvocationError,
  toJson,
  wheelFn,
  wheelModule,
  writeFileAtomic,
} from "@salt/core";

const NAME = /^[\w][\w.-]*$/;

export const config = wheelModule("config", {
  doc: "The configuration of the master.",
  functions: {
    values: wheelFn({
      doc: "All options that the master works with.",
      run: (_args, { opts }) => opts,
    }),
    update_config: wheelFn({
      doc:
        "Writes options into a file of their own beside the master's other configuration files. The master reads it at " +
        "its next start.",
      params: {
        file_name: needed.str("The file's name, without `.conf`."),
        yaml_contents: needed.any("The options, as a map."),
      },
      run: ({ file_name, yaml_contents }, { opts, configFile }) => {
        if (!NAME.test(file_name)) return "Invalid path";
        const folder = join(dirname(configFile), dirname(getString(opts, "default_include") ?? "master.d/*"));
        mkdirSync(folder, { recursive: true, mode: 0o755 });
        // JSON is YAML too, and says every value without doubt.
        const text = `${toJson(yaml_contents, { indent: 2 })}\n`;
        writeFileAtomic(join(folder, `${file_name}.conf`), text, { mode: 0o600 });
        return `Wrote ${file_name}.conf`;
      },
    }),
    apply: wheelFn({
      doc: "Refused: it would write every option and its default over the master's own file. Use config.update_config.",
      params: { key: needed.str("The option."), value: needed.any("Its value.") },
      run: () => {
        throw new SaltInvocationError(
          "config.apply is not served: write the option with config.update_config instead",
        );
      },
    }),
  },
});
