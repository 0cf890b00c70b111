"""Parts of old Pythons."""
import importlib


def pack_dunder(name):
    """Does nothing: modules always have their names."""


def cmp(x, y):
    """-1, 0 or 1."""
    return (x > y) - (x < y)


reload = importlib.reload
