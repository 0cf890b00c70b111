/**
 * Where top files and SLS files come from, and who renders them.
 */
import type { Value } from "@salt/core";

/** A file that was found. */
export interface StateFile {
  /** Where it lies on this machine. */
  readonly path: string;
  /** Its `salt://` URL. */
  readonly url: string;
}

/** The files of a state tree, by environment. */
export interface StateFiles {
  /** The environments of the file server. */
  envs(): Promise<readonly string[]>;
  /** The names of all SLS of an environment, sorted. */
  listStates(saltenv: string): Promise<readonly string[]>;
  /** The file of a `salt://` URL; undefined when there is none. */
  file(url: string, saltenv: string): Promise<StateFile | undefined>;
  /** The text of a file that was found, read at once: for errors, which say the line. Undefined when it cannot be. */
  textOf(file: StateFile): string | undefined;
}

/** What is to be rendered. */
export interface RenderRequest {
  readonly file: StateFile;
  readonly saltenv: string;
  /** The name of the SLS; empty for a top file. */
  readonly sls: string;
}

/** Renders a file to data; nothing becomes an empty map. Throws SaltError with Salt's text when it does not render. */
export type RenderState = (request: RenderRequest) => Promise<Value>;

/** The file of an SLS: `a.b` is `a/b.sls`, else `a/b/init.sls`. */
export async function findSlsFile(
  files: StateFiles,
  sls: string,
  saltenv: string,
): Promise<StateFile | undefined> {
  const path = sls.replaceAll(".", "/");
  return (
    (await files.file(`salt://${path}.sls`, saltenv)) ??
    (await files.file(`salt://${path}/init.sls`, saltenv))
  );
}
