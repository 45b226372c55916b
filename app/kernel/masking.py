"""What is left of personal data when a stranger may look."""


def masked_name(name: str) -> str:
    """The surname and stars: 张桂英 is 张**, 李明 is 李*."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


def masked_phone(phone: str) -> str:
    """First three and last four digits."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"


def masked_id_number(id_number: str) -> str:
    """The last four characters only."""
    return "*" * max(0, len(id_number) - 4) + id_number[-4:]


def rough_address(address: str) -> str:
    """Enough to know a network again: 10.1.2.*, or the first half of an IPv6 address."""
    if ":" in address:
        return ":".join(address.split(":")[:4]) + ":*"
    head, dot, _ = address.rpartition(".")
    return f"{head}.*" if dot else address
