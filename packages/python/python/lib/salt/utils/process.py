"""Processes."""
import os


def os_is_running(pid):
    """Whether a process is there."""
    try:
        os.kill(int(pid), 0)
        return True
    except PermissionError:
        return True
    except OSError:
        return False
