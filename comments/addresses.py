"""Where a request came from: the only reader of X-Forwarded-For.

That header holds whatever its sender wrote, and on its right what each proxy added.
It is believed from the right, and only where a trusted proxy handed the request on.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

_SALT = "comments.addresses"


def client_address(request: HttpRequest) -> str:
    """Return the address of the nearest sender that is no trusted proxy.

    Where a trusted proxy names nobody that can be read, it is that proxy's own
    address. "" where there is none at all, as on a Unix socket. Never raises.
    """
    nearest = _parsed(request.META.get("REMOTE_ADDR") or "")
    if nearest is None:
        return ""
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while hops and _is_trusted(nearest):
        before = _parsed(hops.pop())
        if before is None:
            break
        nearest = before
    return str(nearest)


def network_of(address: str) -> str:
    """Return the /24 of an IPv4 address, the /64 of an IPv6 one, "" of anything else.

    One household or office, since IPv6 gives each of them all addresses of a /64.
    """
    known = _parsed(address)
    if known is None:
        return ""
    bits = 24 if known.version == 4 else 64
    return str(ip_network(f"{known}/{bits}", strict=False))


def network_key(address: str) -> str:
    """Return 64 hex digits that stand for the address's network, "" for no address.

    Keyed with SECRET_KEY: who reads the database cannot try all networks on it.
    """
    network = network_of(address)
    if not network:
        return ""
    return salted_hmac(_SALT, network, algorithm="sha256").hexdigest()


def _is_trusted(address: IPv4Address | IPv6Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address with or without port, brackets and zone; None for others."""
    host = text.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
