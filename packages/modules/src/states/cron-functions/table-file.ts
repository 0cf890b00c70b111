/**
 * `cron.file`: the whole table of an account from a file.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dict, ExecutionContext, Plain, StateAnswer, Value } from "@salt/core";
import { dict, errorText, get, getList, isDict, isList, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, environmentOf, failed, unchanged } from "../answer/answer.js";

/** The arguments of `cron.file`. */
export interface TableRequest {
  readonly name: string;
  readonly source_hash: Value;
  readonly source_hash_name: Value;
  readonly user: Value;
  readonly template: Value;
  readonly context: Value;
  readonly replace: boolean;
  readonly defaults: Value;
  readonly backup: Value;
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** Makes the table of an account the file. */
export async function tableFile(request: TableRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name, user } = request;
  const group = await mainGroup(user, context);
  if (group === undefined) return failed(name, `Could not identify group for user ${pythonStr(user)}`);
  const folder = mkdtempSync(join(tmpdir(), "crontab-"));
  const path = join(folder, "table");
  try {
    const raw = pythonStr(await context.call("cron.raw_cron", [user]));
    writeFileSync(path, raw.endsWith("\n") ? raw : `${raw}\n`, { mode: 0o600 });
    if (!request.replace && statSync(path).size > 0)
      return unchanged(name, `User ${pythonStr(user)} already has a crontab. No changes made`);
    return await new TableFile(request, { path, group }, context).answer();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function mainGroup(user: Value, context: ExecutionContext): Promise<Value | undefined> {
  return getList(await context.call("user.info", [user]), "groups")?.[0];
}

class TableFile {
  readonly #request: TableRequest;
  readonly #place: { readonly path: string; readonly group: Value };
  readonly #context: ExecutionContext;

  constructor(
    request: TableRequest,
    place: { readonly path: string; readonly group: Value },
    context: ExecutionContext,
  ) {
    this.#request = request;
    this.#place = place;
    this.#context = context;
  }

  async answer(): Promise<StateAnswer> {
    const { name, source_hash } = this.#request;
    const saltenv = environmentOf(this.#context);
    if (isTrial(this.#context)) return await this.#trial(saltenv);
    const found = await this.#context.call("file.source_list", [name, source_hash, saltenv]);
    const [source = name, hash = source_hash] = isList(found) ? found : [];
    let managed: Value;
    try {
      const got = await this.#context.call("file.get_managed", [], {
        ...this.#options(source, hash, saltenv),
        skip_verify: false,
      });
      const [sfn = "", sum = null, comment = ""] = isList(got) ? got : [];
      if (isTruthy(comment)) return failed(name, pythonStr(comment));
      managed = await this.#manage(sfn, sum, source, saltenv);
    } catch (error) {
      return failed(name, `Unable to manage file: ${errorText(error)}`);
    }
    return await this.#install(isDict(managed) ? managed : dict({}));
  }

  async #trial(saltenv: string): Promise<StateAnswer> {
    const { name, source_hash } = this.#request;
    const told = await this.#context.call(
      "file.check_managed",
      [],
      this.#options(name, source_hash, saltenv),
    );
    const [result = null, comment = ""] = isList(told) ? told : [];
    return answer(name, typeof result === "boolean" ? result : null, pythonStr(comment));
  }

  #options(source: Value, hash: Value, saltenv: string): { readonly [name: string]: Plain } {
    const { source_hash_name, user, template, context, defaults, kwargs } = this.#request;
    const owner = { user, group: this.#place.group, mode: "0600", attrs: null };
    const text = { template, context, defaults, saltenv };
    const from = { name: this.#place.path, source, source_hash: hash, source_hash_name };
    return { ...Object.fromEntries(kwargs), ...from, ...owner, ...text };
  }

  async #manage(sfn: Value, sum: Value, source: Value, saltenv: string): Promise<Value> {
    const { name, user, backup } = this.#request;
    const ret = dict({ name, changes: {}, result: true, comment: "" });
    const owner = { user, group: this.#place.group, mode: "0600", attrs: null };
    return await this.#context.call("file.manage_file", [], {
      name: this.#place.path,
      sfn,
      ret,
      source,
      source_sum: sum,
      ...owner,
      saltenv,
      backup,
    });
  }

  async #install(managed: Dict): Promise<StateAnswer> {
    const { name, user } = this.#request;
    const shown = pythonStr(user);
    const changes = managed.get("changes") ?? null;
    if (isDict(changes) && changes.has("diff")) {
      const done = await this.#context.call("cron.write_cron_file_verbose", [user, this.#place.path]);
      if (get(done, "retcode") === 0)
        return answer(name, true, `Crontab for user ${shown} was updated`, changes);
      const fault = pythonStr(get(done, "stderr") ?? "");
      return failed(name, `Unable to update user ${shown} crontab ${this.#place.path}. Error: ${fault}`);
    }
    if (isTruthy(managed.get("result")))
      return unchanged(name, `Crontab for user ${shown} is in the correct state`);
    return failed(name, pythonStr(managed.get("comment") ?? ""), changes);
  }
}
