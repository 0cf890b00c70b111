/**
 * Version and features of a Xen hypervisor, from `/sys/hypervisor`.
 */
import type { Machine } from "../portable/machine.js";
import { trimmed } from "../portable/machine.js";

/** Names of Xen's feature bits; those without a name are left out. */
const FEATURES: { readonly [bit: number]: string } = {
  0: "writable_page_tables",
  1: "writable_descriptor_tables",
  2: "auto_translated_physmap",
  3: "supervisor_mode_kernel",
  4: "pae_pgdir_above_4gb",
  5: "mmu_pt_update_preserve_ad",
  7: "gnttab_map_avail_bits",
  8: "hvm_callback_vector",
  9: "hvm_safe_pvclock",
  10: "hvm_pirqs",
  11: "dom0",
  12: "grant_map_identity",
  13: "memory_op_vnode_supported",
  14: "ARM_SMCCC_supported",
};

/** The `virtual_hv_*` grains; none where there is no Xen. */
export function readHypervisor(machine: Machine): Readonly<Record<string, string | readonly string[]>> {
  const parts = ["major", "minor", "extra"].map((part) =>
    trimmed(machine, `/sys/hypervisor/version/${part}`),
  );
  const features = trimmed(machine, "/sys/hypervisor/properties/features");
  const version = parts.filter((part) => part !== undefined);
  const bits = Number.parseInt(features ?? "0", 16);
  const names = Object.entries(FEATURES).filter(([bit]) => (bits & (1 << Number(bit))) !== 0);
  return {
    ...(version.length === 3
      ? { virtual_hv_version: `${version[0]}.${version[1]}${version[2]}`, virtual_hv_version_info: version }
      : {}),
    ...(features === undefined
      ? {}
      : { virtual_hv_features: features, virtual_hv_features_list: names.map(([, name]) => name) }),
  };
}
