/**
 * What packages contain and under which licences: a list for people, and a CycloneDX document for programs.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.js";
import { nodePackage, nodeVersion } from "./node-package.js";

/** Writes THIRD-PARTY-LICENCES.txt and sbom.cdx.json into a directory. Every package has a licence, or this throws. */
export function writeLicences(directory, { platform, version }) {
  const packages = runtimePackages();
  const node = `Node.js ${nodeVersion}\n\n${readFileSync(join(nodePackage(platform), "LICENSE"), "utf8").trim()}`;
  writeLicenceTexts(join(directory, "THIRD-PARTY-LICENCES.txt"), [node]);
  const components = packages.map(({ name, version: own, licence }) => component(name, own, licence));
  const bom = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        name: "salt",
        version,
        licenses: [{ license: { id: "Apache-2.0" } }],
      },
    },
    components: [
      {
        type: "application",
        name: "node",
        version: nodeVersion,
        purl: `pkg:npm/node-${platform}@${nodeVersion}`,
      },
      ...components,
    ],
  };
  writeFileSync(join(directory, "sbom.cdx.json"), `${JSON.stringify(bom, null, 2)}\n`);
}

/** Writes the licences of all packages that programs need, and what else is given. */
export function writeLicenceTexts(file, more = []) {
  const texts = runtimePackages().map(({ name, version, licence, path }) => {
    const files = readdirSync(path).filter((found) => /^(licen[cs]e|copying|notice)/i.test(found));
    const text = files.map((found) => readFileSync(join(path, found), "utf8").trim()).join("\n\n");
    return `${name} ${version} (${licence})\n\n${text === "" ? "No text comes with it." : text}`;
  });
  writeFileSync(file, `${[...texts, ...more].join(`\n\n${"-".repeat(78)}\n\n`)}\n`);
}

function component(name, version, licence) {
  const purl = `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
  return { type: "library", name, version, purl, "bom-ref": purl, licenses: [{ expression: licence }] };
}

/** Everything of the lock file that is not for development, as installed. */
function runtimePackages() {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(lock)
    .filter(
      ([path, entry]) =>
        path.startsWith("node_modules/") && !entry.dev && !entry.link && existsSync(join(root, path)),
    )
    .map(([path, { version, license }]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      if (license === undefined) throw new Error(`${name} ${version} names no licence`);
      return { name, version, licence: license, path: join(root, path) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
