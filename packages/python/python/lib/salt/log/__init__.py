"""Salt's further log levels."""
import logging

LEVELS = {"PROFILE": 15, "TRACE": 5, "GARBAGE": 1, "QUIET": 1000}


def add_levels():
    """Gives every logger `trace`, `profile` and `garbage`."""
    for name, level in LEVELS.items():
        logging.addLevelName(level, name)
        if not hasattr(logging.Logger, name.lower()):
            setattr(logging.Logger, name.lower(), _at(level))


def _at(level):
    def write(self, message, *args, **kwargs):
        if self.isEnabledFor(level):
            self._log(level, message, args, **kwargs)

    return write
