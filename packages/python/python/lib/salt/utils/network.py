"""Addresses of the network."""
import ipaddress
import socket


def _address(kind):
    def ask(ip_addr):
        try:
            kind(str(ip_addr))
            return True
        except ValueError:
            return False

    return ask


is_ip = is_ipv = _address(ipaddress.ip_address)
is_ipv4 = _address(ipaddress.IPv4Address)
is_ipv6 = _address(ipaddress.IPv6Address)


def is_loopback(ip_addr):
    """Whether an address means this machine."""
    return ipaddress.ip_address(str(ip_addr)).is_loopback


def is_subnet(cidr):
    """Whether this is a network such as `10.0.0.0/8`."""
    try:
        return "/" in cidr and bool(ipaddress.ip_network(cidr, strict=False))
    except ValueError:
        return False


def in_subnet(cidr, addr=None):
    """Whether an address, or one of a list, lies in a network."""
    net = ipaddress.ip_network(cidr, strict=False)
    return any(ipaddress.ip_address(one) in net for one in (addr if isinstance(addr, (list, tuple)) else [addr]))


def cidr_to_ipv4_netmask(cidr_bits):
    """`255.255.255.0` for 24; an empty text for what is none."""
    try:
        return str(ipaddress.IPv4Network("0.0.0.0/{}".format(int(cidr_bits))).netmask)
    except ValueError:
        return ""


def calc_net(ipaddr, netmask=None):
    """The network of an address."""
    return str(ipaddress.ip_network(ipaddr if netmask is None else "{}/{}".format(ipaddr, netmask), strict=False))


def get_fqhostname():
    """The full name of this machine."""
    return socket.getfqdn().lower()


def host_to_ips(host):
    """The addresses of a name, or None."""
    try:
        return sorted({info[4][0] for info in socket.getaddrinfo(host, None)})
    except OSError:
        return None


def ip_to_host(ip):
    """The name of an address, or None."""
    try:
        return socket.gethostbyaddr(ip)[0]
    except OSError:
        return None


def isportopen(host, port):
    """Whether a port answers: the error number, 0 when it does."""
    if not 1 <= int(port) <= 65535:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(5)
        return probe.connect_ex((sanitize_host(host), int(port)))


def sanitize_host(host):
    """A name with only the characters that names have."""
    return "".join(char for char in host if char.isalnum() or char in ".-_:%")


def ip_bracket(addr, strip=False):
    """An IPv6 address in brackets, or without them."""
    addr = addr.strip("[]")
    return addr if strip or not is_ipv6(addr) else "[{}]".format(addr)
