/**
 * A request as routes see it, and what they answer.
 */
import type { Value } from "@salt/core";
import type { Session } from "../sessions.js";

/** A request whose body is read. */
export interface WebRequest {
  /** The parts of the path behind the route's own, decoded. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
  /** Header fields by their names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The same by the names that Salt's server gives them: `User-Agent`. */
  readonly titledHeaders: ReadonlyMap<string, string>;
  /** The address that the request came from. */
  readonly ip: string;
  /** What the body says; undefined when there was none. */
  readonly data: Value | undefined;
  /** The body as it came. */
  readonly rawBody: string;
  /** The session that a cookie or `X-Auth-Token` names. */
  readonly session: Session | undefined;
  /** Aborted when the one who asked has gone, or the server stops. */
  readonly signal: AbortSignal;
}

/** A value that is sent in the form that was asked for. */
export interface ValueReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly value: Value;
}

/** Bytes of a form of their own. */
export interface FileReply {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Texts that are sent as they come, until the one who asked has gone. */
export interface StreamReply {
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: AsyncIterable<string>;
}

/** What a route answers. */
export type WebReply = ValueReply | FileReply | StreamReply;

/** What serves one method of a route. Throws WebError and what clients throw. */
export type RouteMethod = (request: WebRequest) => Promise<WebReply>;

/** A route: what serves each method; `GET` serves `HEAD` as well. */
export interface Route {
  readonly GET?: RouteMethod;
  readonly POST?: RouteMethod;
  /** Whether only requests of a session are served. */
  readonly needsSession?: boolean;
  /** Whether its answers are streams, which have a form of their own. */
  readonly isStream?: boolean;
  /** How many parts the path may have behind the route's own; none unless given. */
  readonly maxRest?: number;
}
