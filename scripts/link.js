/**
 * The first step of `npm run build`: links packages of this repository that came after the last `npm ci`.
 */
import { linkPackages } from "./setup.js";

linkPackages();
