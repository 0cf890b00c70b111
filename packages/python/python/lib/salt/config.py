"""Reading options: `salt.config.option`-like lookups go through __salt__ in modules."""
DEFAULT_MINION_OPTS = {}
DEFAULT_MASTER_OPTS = {}


def get_cloud_config_value(name, vm_, opts, default=None, search_global=True):
    """A value of a machine's description, or of the options."""
    if isinstance(vm_, dict) and name in vm_:
        return vm_[name]
    if search_global and name in opts:
        return opts[name]
    return default
