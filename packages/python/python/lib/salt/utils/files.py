"""Files: opening, copying, removing, and what their modes are called."""
import contextlib
import fcntl
import os
import re
import shutil
import tempfile

import salt.utils.stringutils
from salt.exceptions import CommandExecutionError, FileLockError

HASHES = {"sha512": 128, "sha384": 96, "sha256": 64, "sha224": 56, "sha1": 40, "md5": 32}
HASHES_REVMAP = {length: name for name, length in HASHES.items()}
LOCAL_PROTOS = ("", "file")
REMOTE_PROTOS = ("http", "https", "ftp", "swift", "s3")
VALID_PROTOS = ("salt", "file") + REMOTE_PROTOS


def fopen(*args, **kwargs):
    """Opens a file as `open` does: UTF-8 unless it is binary."""
    mode = args[1] if len(args) > 1 else kwargs.get("mode", "r")
    if "b" not in mode:
        kwargs.setdefault("encoding", "utf-8")
    return open(*args, **kwargs)


@contextlib.contextmanager
def flopen(*args, **kwargs):
    """Opens a file and holds a lock on it."""
    with fopen(*args, **kwargs) as handle:
        fcntl.flock(handle.fileno(), fcntl.LOCK_SH)
        try:
            yield handle
        finally:
            fcntl.flock(handle.fileno(), fcntl.LOCK_UN)


@contextlib.contextmanager
def fpopen(*args, **kwargs):
    """Opens a file and gives it `uid`, `gid` and `mode`."""
    uid = kwargs.pop("uid", -1)
    gid = kwargs.pop("gid", -1)
    mode = kwargs.pop("mode", None)
    with fopen(*args, **kwargs) as handle:
        os.chown(args[0], uid, gid)
        if mode is not None:
            os.chmod(args[0], mode)
        yield handle


def mkstemp(*args, **kwargs):
    """A temporary file's path; it is closed unless `close_fd` is false."""
    kwargs.setdefault("prefix", "__salt.tmp.")
    close = kwargs.pop("close_fd", True)
    descriptor, path = tempfile.mkstemp(*args, **kwargs)
    if not close:
        return descriptor, path
    os.close(descriptor)
    return path


def copyfile(source, dest, backup_mode="", cachedir=""):
    """Copies a file to its place at once, keeping the mode and owner of what was there."""
    if not os.path.isfile(source):
        raise OSError("[Errno 2] No such file or directory: {}".format(source))
    directory = os.path.dirname(dest)
    if not os.path.isdir(directory):
        raise OSError("[Errno 2] No such file or directory: {}".format(dest))
    temporary = mkstemp(dir=directory)
    shutil.copyfile(source, temporary)
    if os.path.isfile(dest):
        old = os.stat(dest)
        os.chown(temporary, old.st_uid, old.st_gid)
        os.chmod(temporary, old.st_mode)
    shutil.move(temporary, dest)


def recursive_copy(source, dest):
    """Copies a directory into one that may exist."""
    for root, _dirs, names in safe_walk(source):
        target = os.path.join(dest, os.path.relpath(root, source))
        os.makedirs(target, exist_ok=True)
        for name in names:
            shutil.copyfile(os.path.join(root, name), os.path.join(target, name))


def rename(src, dst):
    """Renames, over what is there."""
    os.replace(src, dst)


def remove(path):
    """Removes a file that may be gone."""
    with contextlib.suppress(FileNotFoundError):
        os.remove(path)


def rm_rf(path):
    """Removes a file or a whole directory."""
    if os.path.islink(path) or not os.path.isdir(path):
        os.remove(path)
    else:
        shutil.rmtree(path)


def safe_rm(tgt):
    """Removes a file and tells nothing of what goes wrong."""
    with contextlib.suppress(OSError):
        os.remove(tgt)


def safe_walk(top, topdown=True, onerror=None, followlinks=True, _seen=None):
    """Walks a directory; links that lead back are not followed twice."""
    seen = set()
    for root, dirs, names in os.walk(top, topdown, onerror, followlinks):
        status = os.stat(root)
        if (status.st_dev, status.st_ino) in seen:
            dirs[:] = []
            continue
        seen.add((status.st_dev, status.st_ino))
        yield root, dirs, names


@contextlib.contextmanager
def set_umask(mask):
    """Holds a umask for a while; None changes nothing."""
    if mask is None:
        yield
        return
    old = os.umask(mask)
    try:
        yield
    finally:
        os.umask(old)


def get_umask():
    """The umask."""
    old = os.umask(0)
    os.umask(old)
    return old


@contextlib.contextmanager
def wait_lock(path, lock_fn=None, timeout=5, sleep=0.1, time_start=None):
    """Holds a lock file, which must come free within `timeout` seconds. Raises FileLockError."""
    import time

    lock = lock_fn or os.path.join(os.path.dirname(path), ".{}.w".format(os.path.basename(path)))
    begun = time_start or time.time()
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            if time.time() - begun > timeout:
                raise FileLockError("Lock file {} is held by another".format(lock), time_start=begun)
            time.sleep(sleep)
    try:
        yield
    finally:
        remove(lock)


@contextlib.contextmanager
def process_read_exception(exc, path, ignore=None):
    """Says why a file cannot be read. Raises CommandExecutionError."""
    ignored = ignore if isinstance(ignore, (list, tuple)) else [ignore]
    if exc.errno not in ignored:
        raise CommandExecutionError("Failed to read {}: {}".format(path, exc.strerror))
    yield


def is_empty(filename):
    """Whether a file is there and empty."""
    try:
        return os.stat(filename).st_size == 0
    except OSError:
        return False


def is_binary(path):
    """Whether a file does not look like text."""
    if not os.path.isfile(path):
        return False
    with open(path, "rb") as handle:
        return salt.utils.stringutils.is_binary(handle.read(2048))


def is_text(fp_, blocksize=512):
    """Whether a file looks like text."""
    with open(fp_, "rb") as handle:
        return not salt.utils.stringutils.is_binary(handle.read(blocksize))


def list_files(directory):
    """Everything below a directory, itself included."""
    found = {directory}
    for root, dirs, names in safe_walk(directory):
        found.update(os.path.join(root, name) for name in dirs + names)
    return list(found)


def st_mode_to_octal(mode):
    """The permissions of a mode as text, e.g. `0644`."""
    return "{:04o}".format(mode & 0o7777) if isinstance(mode, int) else ""


def normalize_mode(mode):
    """A mode as text of four digits."""
    if mode is None:
        return None
    text = str(mode).replace("0o", "0").strip("\"'")
    return "0{}".format(text) if re.match(r"^[0-7]{3}$", text) else text


def safe_filepath(file_path_name, dir_sep=None):
    """The path itself: only Windows knows names that are not safe."""
    return file_path_name


def get_encoding(path):
    """The encoding of a text file, by its first bytes."""
    with open(path, "rb") as handle:
        data = handle.read(4096)
    for name in ("ascii", "utf-8", "utf-16", "utf-32"):
        with contextlib.suppress(UnicodeDecodeError):
            data.decode(name)
            return name
    raise CommandExecutionError("Could not detect file encoding")


def is_fcntl_available(check_sunos=False):
    """Whether files can be locked."""
    return True
