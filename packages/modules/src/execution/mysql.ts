/**
 * Servers of MySQL and MariaDB.
 */
import { executionModule } from "@salt/core";
import { driverThere } from "../drivers/load-driver.js";
import { databaseFunctions } from "./mysql-functions/database-functions.js";
import { grantFunctions } from "./mysql-functions/grant-functions.js";
import { queryFunctions } from "./mysql-functions/query-functions.js";
import { serverFunctions } from "./mysql-functions/server-functions.js";
import { userFunctions } from "./mysql-functions/user-functions.js";

export const mysql = executionModule("mysql", {
  doc: "Servers of MySQL and MariaDB. Options: mysql.host, .port, .user, .pass, .db, .unix_socket, .default_file, .charset; each may be given to a call as connection_host and so on.",
  available: ({ opts }) => driverThere("mysql2", opts),
  functions: {
    ...queryFunctions,
    ...serverFunctions,
    ...databaseFunctions,
    ...userFunctions,
    ...grantFunctions,
  },
});
