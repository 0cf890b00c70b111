export type { CallOptions, ClientOptions, ResolvedOptions } from "./api/client-options.js";
export type { Command } from "./api/command.js";
export { FunctionFailedError } from "./api/errors.js";
export type { EventFilter, EventStream } from "./api/event-stream.js";
export { openEvents } from "./api/event-stream.js";
export { gatherReturns } from "./api/gather-returns.js";
export { LocalClient } from "./api/local-client.js";
export type { FunctionCall } from "./api/master-port.js";
export type { RunnerCallOptions, RunResult, StartedRun } from "./api/runner-client.js";
export { RunnerClient } from "./api/runner-client.js";
export { readToken, requestToken } from "./api/token-request.js";
export type { WheelCallOptions, WheelResult } from "./api/wheel-client.js";
export { WheelClient } from "./api/wheel-client.js";
export type { Answer, MissingAnswer } from "./local/answer.js";
export { isMissing } from "./local/answer.js";
export type { BatchSize } from "./local/batch/batch-size.js";
export { BatchSizeError, readBatchSize } from "./local/batch/batch-size.js";
export type { BatchClient, BatchEvent, BatchLeft, BatchOptions, BatchStop } from "./local/batch/run-batch.js";
export { runInBatches } from "./local/batch/run-batch.js";
export { Doorbell } from "./local/doorbell.js";
export {
  MasterSilentError,
  MasterUnreachableError,
  PublishRefusedError,
  UnknownNodegroupError,
} from "./local/errors.js";
export type { ExternalLogin } from "./local/external-login.js";
export type { CollectOptions, JobClient } from "./local/job-client.js";
export { callerName, currentAccount, localKeyPath, readLocalKey } from "./local/local-key.js";
export type { MinionState, MissingReason } from "./local/minion-state.js";
export type { JobClientOptions } from "./local/open-job-client.js";
export { openJobClient } from "./local/open-job-client.js";
export type { JobRequest, PublishedJob } from "./local/publish-load.js";
export type { Nodegroups } from "./local/resolve-target.js";
export { resolveForWire } from "./local/resolve-target.js";
export { highestRetcode } from "./local/retcode.js";
export type { Credentials } from "./signin/auth-verdict.js";
export { between, RateLimit } from "./signin/back-off.js";
export type { SignInConfig } from "./signin/config.js";
export {
  FingerprintError,
  KeyRejectedError,
  MasterKeyChangedError,
  NoMasterError,
  SignInError,
} from "./signin/errors.js";
export type { MasterAddress } from "./signin/master-address.js";
export { addressText } from "./signin/master-address.js";
export type { MasterSessionParts, SendOptions } from "./signin/master-session.js";
export { MasterSession } from "./signin/master-session.js";
export { MinionKeys } from "./signin/minion-keys.js";
export type { OpenSessionOptions } from "./signin/open-session.js";
export { keepaliveOf, mastersOf, openMasterSession } from "./signin/open-session.js";
export type { PillarRequest } from "./signin/pillar-load.js";
export type { SignedIn } from "./signin/sign-in.js";
