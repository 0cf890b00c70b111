"""Checks of paths."""
import os


def is_writeable(path, check_parent=False):
    """Whether a path can be written."""
    return os.access(path, os.W_OK) or (check_parent and os.access(os.path.dirname(path) or ".", os.W_OK))


def is_readable(path):
    """Whether a path can be read."""
    return os.access(path, os.R_OK)


def is_executable(path):
    """Whether a path can be executed."""
    return os.access(path, os.X_OK)
