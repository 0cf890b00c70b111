/**
 * Containers, images, networks and volumes of Docker, or of any engine that speaks its API.
 */
import { executionModule } from "@salt/core";
import { archiveFunctions } from "./docker-functions/archives.js";
import { compareFunctions } from "./docker-functions/compare.js";
import { compareConnectionFunctions } from "./docker-functions/compare-connections.js";
import { compareNetworkFunctions } from "./docker-functions/compare-networks.js";
import { containerCreation } from "./docker-functions/container-create.js";
import { containerLife } from "./docker-functions/container-life.js";
import { containerQueries } from "./docker-functions/container-queries.js";
import { copyFunctions } from "./docker-functions/copy.js";
import { engineThere } from "./docker-functions/engine/open-engine.js";
import { engineFacts } from "./docker-functions/engine-facts.js";
import { imageChanges } from "./docker-functions/image-changes.js";
import { imageQueries } from "./docker-functions/image-queries.js";
import { imageTransfers } from "./docker-functions/image-transfers.js";
import { networkFunctions } from "./docker-functions/networks.js";
import { pruneFunctions } from "./docker-functions/prune.js";
import { registryFunctions } from "./docker-functions/registries.js";
import { shellFunctions } from "./docker-functions/shell.js";
import { volumeFunctions } from "./docker-functions/volumes.js";

export const dockermod = executionModule("dockermod", {
  doc: "Containers, images, networks and volumes of Docker. Options: docker.url, docker.version, docker.update_mine.",
  virtualName: "docker",
  available: engineThere,
  functions: {
    ...engineFacts,
    ...containerQueries,
    ...containerLife,
    ...containerCreation,
    ...shellFunctions,
    ...copyFunctions,
    ...archiveFunctions,
    ...compareFunctions,
    ...compareConnectionFunctions,
    ...compareNetworkFunctions,
    ...imageQueries,
    ...imageChanges,
    ...imageTransfers,
    ...registryFunctions,
    ...networkFunctions,
    ...volumeFunctions,
    ...pruneFunctions,
  },
});
