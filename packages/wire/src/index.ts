export type { BusClient, BusClientOptions, FireOptions } from "./bus/client.js";
export { fireOnBus, openBusClient } from "./bus/client.js";
export { decodeEvent, encodeEvent, minionBusName, stamped, TRIMMED } from "./bus/event.js";
export type { BusFraming } from "./bus/framing.js";
export type { BusServer, BusServerOptions } from "./bus/server.js";
export { openBusServer } from "./bus/server.js";
export type { BusPaths } from "./bus/socket-file.js";
export { BusError, busPaths } from "./bus/socket-file.js";
export type { ChannelErrorCode, Endpoint } from "./channel/endpoint.js";
export { ChannelError } from "./channel/endpoint.js";
export type { PublishServer, PublishServerOptions } from "./channel/publish-server.js";
export { openPublishServer } from "./channel/publish-server.js";
export type { RequestClient, RequestClientOptions, RequestOptions } from "./channel/request-client.js";
export { openRequestClient } from "./channel/request-client.js";
export type { RequestServer, RequestServerOptions } from "./channel/request-server.js";
export { openRequestServer } from "./channel/request-server.js";
export type { TcpKeepalive } from "./channel/settings.js";
export type { Subscription, SubscriptionOptions, SubscriptionState } from "./channel/subscription.js";
export { openSubscription, topicOf } from "./channel/subscription.js";
export { libzmqVersion } from "./channel/zeromq-version.js";
export type { Peer } from "./channel/zmtp/connection.js";
export { asBytes } from "./codec/bytes.js";
export { PreciseDate } from "./codec/date.js";
export type { DecodeOptions } from "./codec/decode.js";
export { decode } from "./codec/decode.js";
export { encode, encodeBytes, encodePieces } from "./codec/encode.js";
export type { Dialect } from "./codec/limits.js";
export { EncodeError } from "./codec/limits.js";
export type { ValueStreamOptions } from "./codec/stream.js";
export { ValueStream } from "./codec/stream.js";
export type { EncryptionAlgorithm, SigningAlgorithm } from "./crypto/algorithms.js";
export {
  ENCRYPTION_ALGORITHMS,
  isEncryptionAlgorithm,
  isSigningAlgorithm,
  KeyError,
  SIGNING_ALGORITHMS,
} from "./crypto/algorithms.js";
export { Crypticle, SealError } from "./crypto/crypticle.js";
export { PublicKeyCache } from "./crypto/key-cache.js";
export type { KeyPairOptions } from "./crypto/key-files.js";
export { ensureKeyPair, readKeyPair, writeKeyPair } from "./crypto/key-files.js";
export { PrivateKey } from "./crypto/private-key.js";
export { PublicKey } from "./crypto/public-key.js";
export type { AuthReply, SignedReplyParts } from "./envelope/auth-reply.js";
export { encodeSignedReply, parseAuthReply } from "./envelope/auth-reply.js";
export type { PillarReplyOpening, PillarReplyParts } from "./envelope/pillar.js";
export { openPillarReply, sealPillarReply } from "./envelope/pillar.js";
export type { Publication, PublicationParts } from "./envelope/publication.js";
export { parsePublication, sealPublication } from "./envelope/publication.js";
export type { ClearRequest, RequestEnvelope, SealedRequest, SealedRequestParts } from "./envelope/request.js";
export {
  encodeClearRequest,
  encodeSealedRequest,
  PROTOCOL_VERSION,
  parseRequest,
  RequestRefused,
} from "./envelope/request.js";
