/**
 * Removes what the build made: all `dist` directories and the compiler's notes.
 */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const packages = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name));
for (const place of [...packages, join(root, "test"), join(root, "test", "testkit")]) {
  rmSync(join(place, "dist"), { recursive: true, force: true });
}
