"""Network addresses and ranges, IPv4 and IPv6: read as people write them, compared."""

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from app.kernel.refusal import BadInput

WIDEST = {4: 8, 6: 16}  # a shorter prefix limits nobody


def clean_network(text: str) -> IPv4Network | IPv6Network:
    """The range somebody typed: one address, or one with a prefix; host bits are dropped."""
    try:
        network = ip_network(text.strip().replace("／", "/"), strict=False)
    except ValueError:
        raise BadInput(
            field="network", problem="请填写网络地址，如 10.1.2.3，或一段，如 10.1.0.0/16"
        ) from None
    if network.prefixlen < WIDEST[network.version]:
        raise BadInput(field="network", problem="这一段太大，等于没有限制，请写得更具体")
    return network


def allows(networks: Iterable[str], address: str) -> bool:
    """Whether an address is in one of the ranges; with no range every address is."""
    ranges = [ip_network(network) for network in networks]
    if not ranges:
        return True
    where = _plain(address)
    return where is not None and any(where in one for one in ranges)


def _plain(address: str) -> IPv4Address | IPv6Address | None:
    """The address; one of IPv4 that came over IPv6 is the IPv4 one."""
    try:
        found = ip_address(address)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
