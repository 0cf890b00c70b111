export { compilePillar, pillarTop } from "./compile-pillar.js";
export type { FileToRender } from "./render-file.js";
export { renderFile } from "./render-file.js";
export type { MinionView, PillarRequest, PillarSurroundings } from "./request.js";
export { topAsData } from "./top.js";
