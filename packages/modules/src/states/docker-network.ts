/**
 * States of networks of Docker.
 */
import { stateModule } from "@salt/core";
import { dockerThere } from "./docker-functions/docker-there.js";
import { absent } from "./docker-functions/network-absent.js";
import { present } from "./docker-functions/network-present.js";

export const dockerNetwork = stateModule("docker_network", {
  doc: "States of networks of Docker.",
  available: dockerThere,
  functions: { present, absent },
});
