"""Walking through things."""
import fnmatch


def split(orig, sep=None):
    """The parts of a text, one after another."""
    yield from orig.split(sep)


def read_file(fh_, chunk_size=1048576):
    """A file's pieces."""
    with fh_:
        yield from iter(lambda: fh_.read(chunk_size), fh_.read(0))


def fnmatch_multiple(candidates, pattern):
    """The first that matches a glob, or None."""
    return next((one for one in candidates if fnmatch.fnmatch(one, pattern)), None)
