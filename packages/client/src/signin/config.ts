/**
 * The options that decide how a minion finds its master, proves itself and whom it trusts.
 */
import type { MinionConfig } from "@salt/core";

/** The part of the minion's configuration that signing in reads. */
export type SignInConfig = Pick<
  MinionConfig,
  | "master"
  | "master_port"
  | "publish_port"
  | "random_master"
  | "ipv6"
  | "pki_dir"
  | "keysize"
  | "hash_type"
  | "encryption_algorithm"
  | "signing_algorithm"
  | "acceptance_wait_time"
  | "acceptance_wait_time_max"
  | "auth_timeout"
  | "auth_tries"
  | "auth_retries"
  | "rejected_retry"
  | "master_tries"
  | "random_reauth_delay"
  | "request_channel_timeout"
  | "request_channel_tries"
  | "open_mode"
  | "master_finger"
  | "verify_master_pubkey_sign"
  | "always_verify_signature"
  | "master_sign_key_name"
  | "minion_sign_messages"
  | "autosign_grains"
  | "tcp_keepalive"
  | "tcp_keepalive_idle"
  | "tcp_keepalive_cnt"
  | "tcp_keepalive_intvl"
>;
