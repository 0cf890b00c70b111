"""Which system this is."""
import os
import platform
import sys


def _begins(*names):
    def ask():
        return any(sys.platform.startswith(name) for name in names)

    return ask


is_windows = _begins("win")
is_linux = _begins("linux")
is_darwin = _begins("darwin")
is_sunos = _begins("sunos")
is_freebsd = _begins("freebsd")
is_netbsd = _begins("netbsd")
is_openbsd = _begins("openbsd")
is_aix = _begins("aix")


def is_proxy():
    """Never: proxy minions run no Python modules here."""
    return False


def is_smartos():
    """Whether this is SmartOS."""
    return is_sunos() and "joyent" in platform.version()


is_smartos_globalzone = is_smartos_zone = is_smartos


def is_junos():
    """Whether this is Junos."""
    return is_freebsd() and "JNPR" in platform.version()


def is_fedora():
    """Whether this is Fedora."""
    try:
        with open("/etc/os-release", encoding="utf-8") as handle:
            return any(line.strip() == "ID=fedora" for line in handle)
    except OSError:
        return False


def is_photonos():
    """Whether this is Photon OS."""
    return os.path.isfile("/etc/photon-release")


def is_aarch64():
    """Whether this is a 64-bit ARM."""
    return platform.machine().startswith("aarch64")


def spawning_platform():
    """Whether processes are spawned and not forked."""
    return is_windows() or is_darwin()
