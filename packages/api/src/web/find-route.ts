/**
 * Which route and which of its methods serve a request.
 */
import type { Route, RouteMethod } from "./exchange.js";
import { WebError } from "./web-error.js";

/** A route, and the parts of the path behind its own. */
export interface FoundRoute {
  readonly route: Route;
  readonly rest: readonly string[];
}

/** The route of a path; a route's name may have several parts. Throws WebError (404). */
export function findRoute(routes: ReadonlyMap<string, Route>, path: readonly string[]): FoundRoute {
  for (let own = path.length; own >= 0; own--) {
    const name = path.slice(0, own).join("/");
    const route = own === 0 && path.length > 0 ? undefined : routes.get(name);
    const rest = path.slice(own);
    if (route !== undefined && rest.length <= (route.maxRest ?? 0)) return { route, rest };
  }
  throw new WebError(404, `The path '/${path.join("/")}' was not found.`);
}

/** What serves a method. Throws WebError (405). */
export function methodOf(route: Route, method: string): RouteMethod {
  const serving =
    method === "GET" || method === "HEAD" ? route.GET : method === "POST" ? route.POST : undefined;
  if (serving !== undefined) return serving;
  const allowed = [
    ...(route.GET === undefined ? [] : ["GET", "HEAD"]),
    ...(route.POST === undefined ? [] : ["POST"]),
  ];
  throw new WebError(405, "Specified method is invalid for this resource.", { Allow: allowed.join(", ") });
}
