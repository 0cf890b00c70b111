export type { CommandOptions, ParsedCommand, SplitCommand } from "./arguments/compound.js";
export { parseCommand, splitCompound } from "./arguments/compound.js";
export type { ParseOptions } from "./arguments/parse.js";
export { parseArguments, parseYamlArgument, parseYamlArgumentNow } from "./arguments/parse.js";
export type { Clock } from "./base/clock.js";
export { systemClock } from "./base/clock.js";
export { includes, isEqual } from "./base/equal.js";
export type { SaltErrorOptions } from "./base/errors.js";
export {
  ArgumentBindingError,
  CommandExecutionError,
  CommandNotFoundError,
  ConfigError,
  errorText,
  ForeignError,
  FunctionNotAvailableError,
  MalformedError,
  SaltError,
  SaltInvocationError,
  TimeoutError,
  UnknownKeywordError,
} from "./base/errors.js";
export {
  isJid,
  isMinionId,
  JidSource,
  jidTime,
  jidToTime,
  MAX_MINION_ID,
  minionIdFault,
} from "./base/ids.js";
export type { Closable } from "./base/lifetime.js";
export { Scope, sleep } from "./base/lifetime.js";
export type { LogFields, Logger, LogMethod } from "./base/log.js";
export { loggerTo, nullLogger } from "./base/log.js";
export type { MergeRules } from "./base/merge.js";
export { appendNew, mergeByStrategy, mergeDicts } from "./base/merge.js";
export type { Dict, MutableDict, Plain, Value } from "./base/value.js";
export {
  dict,
  Float,
  float,
  get,
  getDict,
  getList,
  getString,
  isDict,
  isFloat,
  isInt,
  isList,
  isTruthy,
  toValue,
} from "./base/value.js";
export { VERSION } from "./base/version.generated.js";
export { argspecOf } from "./call/argspec.js";
export type { BoundArguments, FunctionShape } from "./call/bind.js";
export { bindArguments, requiredOf } from "./call/bind.js";
export { callDirectly, callFunction } from "./call/call.js";
export type { ContextChanges } from "./call/derive.js";
export { deriveContext, detachedContext } from "./call/derive.js";
export { documentationOf } from "./call/documentation.js";
export type { FailedCall } from "./call/failure.js";
export { describeFailure, isAboutArguments } from "./call/failure.js";
export { readConfigFiles } from "./config/files.js";
export { mayHavePillar } from "./config/has-pillar.js";
export { KNOWN_OPTIONS } from "./config/known-options.generated.js";
export type { LoadedConfig, LoadOptions } from "./config/load.js";
export { loadConfig } from "./config/load.js";
export type { MinionIdContext, MinionIdOptions } from "./config/minion-id.js";
export { resolveMinionId } from "./config/minion-id.js";
export { editDistance } from "./config/nearest.js";
export type { RestConfig } from "./config/options/api.js";
export { restOptions } from "./config/options/api.js";
export { fileServerOptions } from "./config/options/fileserver.js";
export type { MasterConfig } from "./config/options/master.js";
export { masterOptions } from "./config/options/master.js";
export type { MinionConfig } from "./config/options/minion.js";
export { minionOptions } from "./config/options/minion.js";
export type { LogLevel } from "./config/options/shared.js";
export { LOG_LEVELS } from "./config/options/shared.js";
export type { SpmConfig } from "./config/options/spm.js";
export { spmOptions } from "./config/options/spm.js";
export { expandGlob } from "./config/paths.js";
export type { ConfigOf, OptionTable } from "./config/table.js";
export { defaultsOf } from "./config/table.js";
export { tags } from "./event/tags.js";
export type { AtomicOptions } from "./files/atomic.js";
export { writeFileAtomic } from "./files/atomic.js";
export { DigestMemory } from "./files/digest-memory.js";
export { isDirectoryName, isEnvironmentName } from "./files/environment-name.js";
export { fileDigest } from "./files/file-digest.js";
export { ensurePrivateBelow, ensurePrivateDir } from "./files/private-dir.js";
export { relativePath } from "./files/relative-path.js";
export type { Job, JobReturn, Target, TargetType } from "./job/job.js";
export { TARGET_TYPES } from "./job/job.js";
export { parseJson } from "./json/read.js";
export type { JsonOptions } from "./json/write.js";
export { toJson } from "./json/write.js";
export { parseLogLevel } from "./log/levels.js";
export type { LogHandle, LogOptions } from "./log/open-log.js";
export { openLog } from "./log/open-log.js";
export { isSecretName, REDACTED, redact } from "./log/redact.js";
export type { CatalogEntry, Plugin, PluginKind } from "./plugin/catalog.js";
export { PLUGIN_KINDS, PluginCatalog } from "./plugin/catalog.js";
export type { Args, FunctionDefinition, Param, Params, PluginFunction, Rest } from "./plugin/function.js";
export { defineFunction } from "./plugin/function.js";
export type { AuthContext, AuthDefinition, AuthModule, NameAndPassword } from "./plugin/kinds/auth.js";
export { authModule } from "./plugin/kinds/auth.js";
export type { BeaconConfig, BeaconDefinition, BeaconEvent, BeaconModule } from "./plugin/kinds/beacon.js";
export { beaconModule, beaconSettings } from "./plugin/kinds/beacon.js";
export type { DataCache } from "./plugin/kinds/cache.js";
export type { Datastore } from "./plugin/kinds/datastore.js";
export type { EngineModule } from "./plugin/kinds/engine.js";
export { engineModule } from "./plugin/kinds/engine.js";
export type {
  ChunkContext,
  ExecutionContext,
  ExecutionFunction,
  ExecutionModule,
  FunctionIndex,
  FunctionModule,
  GitWish,
  MinionControl,
} from "./plugin/kinds/execution.js";
export { executionModule, fn } from "./plugin/kinds/execution.js";
export type { ExecutorCall, ExecutorModule } from "./plugin/kinds/executor.js";
export { executorModule } from "./plugin/kinds/executor.js";
export type {
  BackendChoice,
  FileListForm,
  FileServerControl,
  FileServerOutcome,
} from "./plugin/kinds/fileserver.js";
export type { GrainsContext, GrainsModule } from "./plugin/kinds/grains.js";
export { grainsModule } from "./plugin/kinds/grains.js";
export type {
  KeyInclusion,
  KeyLists,
  KeyManager,
  KeySigning,
  KeyStateName,
  KeyTexts,
  OwnKey,
} from "./plugin/kinds/keys.js";
export type { MasterCall, MasterCommand, MasterHere, MasterResult } from "./plugin/kinds/master-here.js";
export type { OutputContext, Outputter, PlainOutputter } from "./plugin/kinds/outputter.js";
export { outputter } from "./plugin/kinds/outputter.js";
export type { PillarControl, PillarModule, PillarOf, PillarSource } from "./plugin/kinds/pillar.js";
export { pillarModule } from "./plugin/kinds/pillar.js";
export type {
  RendererInput,
  RendererModule,
  RenderingContext,
  RenderingStep,
  TemplateFile,
  TemplateFiles,
} from "./plugin/kinds/renderer.js";
export { rendererModule } from "./plugin/kinds/renderer.js";
export type {
  JobCachePart,
  JobToKeep,
  ReturnerContext,
  ReturnerModule,
  TakeEvents,
  TakeReturn,
} from "./plugin/kinds/returner.js";
export { refuseReturnKwargs, returnerModule, returnerOption } from "./plugin/kinds/returner.js";
export type {
  BusEvent,
  JobReader,
  JobSource,
  RunnerContext,
  RunnerFunction,
  RunnerModule,
  RunOptions,
  StoredJob,
  StoredReturn,
  TokenControl,
} from "./plugin/kinds/runner.js";
export { runnerFn, runnerModule } from "./plugin/kinds/runner.js";
export type { SdbModule } from "./plugin/kinds/sdb.js";
export { sdbModule } from "./plugin/kinds/sdb.js";
export type { StateAnswer, StateFunction, StateModule } from "./plugin/kinds/state.js";
export { isTrial, stateFn, stateModule } from "./plugin/kinds/state.js";
export type { TopModule } from "./plugin/kinds/top.js";
export { topModule } from "./plugin/kinds/top.js";
export type { WheelContext, WheelFunction, WheelModule } from "./plugin/kinds/wheel.js";
export { wheelFn, wheelModule } from "./plugin/kinds/wheel.js";
export { LACKING_MODULES } from "./plugin/lacking-modules.js";
export { maybe, needed } from "./plugin/param.js";
export { refusingControl } from "./plugin/refusing-control.js";
export { isAlive, signalTree, tableTime } from "./process/process-tree.js";
export { floatRepr } from "./python/float.js";
export { copyOfDict, OrderedDict, withOrderedDicts, withPlainDicts } from "./python/ordered-dict.js";
export { PythonRandom } from "./python/random.js";
export { PatternError } from "./python/regex/pattern-error.js";
export { escapePattern, PythonRegex } from "./python/regex/regex.js";
export type { RegexFlags } from "./python/regex/source.js";
export { PLAIN_FLAGS, translatePattern } from "./python/regex/source.js";
export { pythonRepr, pythonStr } from "./python/repr.js";
export { strftime } from "./python/strftime.js";
export { strptime } from "./python/strptime.js";
export { textHash } from "./python/text-hash.js";
export { Tuple, tuple } from "./python/tuple.js";
export { pythonType } from "./python/type-name.js";
export type { Field } from "./schema/field.js";
export { FieldFault } from "./schema/field.js";
export { addressVersion, parseNetwork } from "./target/address.js";
export type { CompoundExpression } from "./target/compound.js";
export { parseCompound } from "./target/compound.js";
export { TargetError } from "./target/errors.js";
export type { FactKey } from "./target/fact-keys.js";
export { factKeysOf } from "./target/fact-keys.js";
export type { MinionFacts } from "./target/facts.js";
export { compileGlob, matchGlob } from "./target/glob.js";
export type { TargetTest } from "./target/match.js";
export { compileTarget, matchTarget } from "./target/match.js";
export { expandNodegroup, expandNodegroups } from "./target/nodegroup.js";
export type { PcreOptions } from "./target/pcre.js";
export { compilePcre } from "./target/pcre.js";
export { expandRanges } from "./target/range/expand-ranges.js";
export type { RangeSource } from "./target/range/range-source.js";
export { openRangeSource } from "./target/range/range-source.js";
export type { KnownMinions, ResolvedTarget } from "./target/resolve.js";
export { resolveInSlices, resolveTarget } from "./target/resolve.js";
export { walk } from "./target/walk.js";
export type { TargetTerm } from "./target/words.js";
export { WorkMeter } from "./target/work.js";
export { YamlError } from "./yaml/fault.js";
export { parseYaml } from "./yaml/read.js";
