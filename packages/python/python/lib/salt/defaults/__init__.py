"""Salt's constants."""
DEFAULT_TARGET_DELIM = ":"
