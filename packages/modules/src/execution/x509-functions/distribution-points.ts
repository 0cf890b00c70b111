/**
 * Where revocation lists are to be found.
 */
import {
  CRLDistributionPoints,
  DistributionPoint,
  DistributionPointName,
  IssuingDistributionPoint,
  Reason,
  ReasonFlags,
} from "@peculiar/asn1-x509";
import type { Dict, Value } from "@salt/core";
import { get, isDict, isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { parseRdn } from "./distinguished-name.js";
import type { NamePair } from "./general-names.js";
import { generalNames, namePairs, pairOf } from "./general-names.js";

/** Points of a text, where each is one name, or of a list of texts and maps. Throws SaltInvocationError. */
export function distributionPoints(value: Value): CRLDistributionPoints {
  const items: readonly Value[] = isList(value)
    ? value
    : typeof value === "string"
      ? value.split(",")
      : [value];
  return new CRLDistributionPoints(
    items.flatMap((item): readonly DistributionPoint[] => {
      if (isDict(item)) return [wholePoint(item)];
      const pairs = namePairs(item);
      return pairs.length === 0 ? [] : [new DistributionPoint({ distributionPoint: fullName(pairs) })];
    }),
  );
}

function wholePoint(item: Dict): DistributionPoint {
  const place = placeOf(item);
  const issuer = namesOf(item.get("crlissuer") ?? null);
  const reasons = reasonsOf(item.get("reasons") ?? null);
  if (place === undefined && issuer === undefined)
    throw new SaltInvocationError("You must supply full_name, relative_name or crl_issuer");
  return new DistributionPoint({
    ...(place === undefined ? {} : { distributionPoint: place }),
    ...(reasons === undefined ? {} : { reasons }),
    ...(issuer === undefined ? {} : { cRLIssuer: generalNames(issuer) }),
  });
}

/** What a list covers. Throws SaltInvocationError. */
export function issuingPoint(value: Value): IssuingDistributionPoint {
  if (!isDict(value)) throw new SaltInvocationError("issuingDistributionPoint must be a dictionary");
  const says = (name: string): boolean => isTruthy(value.get(name) ?? false);
  const place = placeOf(value);
  const reasons = reasonsOf(value.get("onlysomereasons") ?? null);
  return new IssuingDistributionPoint({
    ...(place === undefined ? {} : { distributionPoint: place }),
    ...(reasons === undefined ? {} : { onlySomeReasons: reasons }),
    onlyContainsUserCerts: says("onlyuser"),
    onlyContainsCACerts: says("onlyCA"),
    onlyContainsAttributeCerts: says("onlyAA"),
    indirectCRL: says("indirectCRL"),
  });
}

function placeOf(item: Dict): DistributionPointName | undefined {
  const [names, relative] = [namesOf(item.get("fullname") ?? null), get(item, "relativename")];
  if (names !== undefined && isTruthy(relative ?? null))
    throw new SaltInvocationError("You cannot provide both full_name and relative_name");
  if (names !== undefined) return fullName(names);
  return isTruthy(relative ?? null)
    ? new DistributionPointName({ nameRelativeToCRLIssuer: parseRdn(pythonStr(relative ?? "")) })
    : undefined;
}

function namesOf(value: Value): readonly NamePair[] | undefined {
  if (!isTruthy(value)) return undefined;
  return (isList(value) ? value : [value]).map((one) => pairOf(pythonStr(one)));
}

function fullName(pairs: readonly NamePair[]): DistributionPointName {
  return new DistributionPointName({ fullName: generalNames(pairs) });
}

function reasonsOf(value: Value): Reason | undefined {
  if (!isTruthy(value)) return undefined;
  const words = isList(value) ? value.map(pythonStr) : [pythonStr(value)];
  const flags = words.map((word) => {
    const flag = Object.entries(ReasonFlags).find(([name]) => name === word)?.[1];
    if (typeof flag === "number") return flag;
    throw new SaltInvocationError(`'${word}' is not a valid ReasonFlags`);
  });
  return new Reason(flags.reduce((all, flag) => all | flag, 0));
}
