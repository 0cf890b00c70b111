"""Checks of addresses."""
import re

from salt.utils.network import is_ip, is_ipv4, is_ipv6


def mac(addr):
    """Whether this is a hardware address."""
    return re.match(r"^([0-9A-Fa-f]{1,2}[:-]){5}[0-9A-Fa-f]{1,2}$", addr) is not None


def _with_length(check, bits):
    def ask(addr):
        address, slash, length = str(addr).partition("/")
        return check(address) and (not slash or (length.isdigit() and int(length) <= bits))

    return ask


ipv4_addr = _with_length(is_ipv4, 32)
ipv6_addr = _with_length(is_ipv6, 128)
ip_addr = _with_length(is_ip, 128)


def netmask(mask):
    """Whether this is a network mask."""
    if not isinstance(mask, str) or not is_ipv4(mask):
        return False
    bits = "".join("{:08b}".format(int(part)) for part in mask.split("."))
    return "01" not in bits
