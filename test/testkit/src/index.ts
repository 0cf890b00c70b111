/**
 * What tests share: temporary trees, clusters, simulated minions.
 */

export { BusWatch } from "./bus-watch.js";
export type { ClusterOptions } from "./cluster.js";
export { TestCluster } from "./cluster.js";
export { assertNoLeaks } from "./leaks.js";
export type { LogLine } from "./log.js";
export { LogBook } from "./log.js";
export { PublicationTap } from "./publication-tap.js";
export type { Session, SignIn, SimMinionOptions } from "./sim-minion.js";
export { newNonce, SimMinion } from "./sim-minion.js";
export { freePorts, Tree } from "./tree.js";
export { until } from "./until.js";
