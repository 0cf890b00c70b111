/**
 * Packages of Debian and its relatives, through apt and dpkg.
 */
import { executionModule } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { changeFunctions } from "./pkg-functions/change-functions.js";
import { queryFunctions } from "./pkg-functions/query-functions.js";
import { repositoryFunctions } from "./pkg-functions/repository-functions.js";

export const pkg = executionModule("aptpkg", {
  doc: "Packages of Debian and its relatives, through apt and dpkg.",
  virtualName: "pkg",
  available: ({ grains }) => {
    if (grains.get("os_family") !== "Debian") return "the machine is no Debian or relative of it";
    return findProgram("apt-get") === undefined ? "apt-get is not installed" : true;
  },
  functions: { ...queryFunctions, ...changeFunctions, ...repositoryFunctions },
});
