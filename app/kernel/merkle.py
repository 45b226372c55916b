"""Merkle trees as in RFC 6962, section 2.1: SHA-256, leaves begin with 0x00, nodes with 0x01."""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The tree's root over leaf hashes, which are read once; memory grows with the logarithm."""
    peaks: list[tuple[int, bytes]] = []  # whole subtrees so far, the largest first
    for leaf in leaves:
        size, node = 1, leaf
        while peaks and peaks[-1][0] == size:
            node = node_hash(peaks.pop()[1], node)
            size *= 2
        peaks.append((size, node))
    if not peaks:
        return EMPTY_ROOT
    node = peaks.pop()[1]
    while peaks:
        node = node_hash(peaks.pop()[1], node)
    return node


def path_of(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes that lead from one leaf to the root, from the bottom (section 2.1.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*path_of(index, leaves[:split]), root_of(leaves[split:])]
    return [*path_of(index - split, leaves[split:]), root_of(leaves[:split])]


def root_by_path(index: int, count: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """The root that a leaf and its path lead to; None where the path does not fit the tree.

    Source: RFC 9162, section 2.1.3.2, for the trees of RFC 6962.
    """
    if not 0 <= index < count:
        return None
    here, last, node = index, count - 1, leaf
    for other in path:
        if last == 0:
            return None
        if here % 2 or here == last:
            node = node_hash(other, node)
            while here and not here % 2:
                here, last = here >> 1, last >> 1
        else:
            node = node_hash(node, other)
        here, last = here >> 1, last >> 1
    return node if last == 0 else None


def _split(count: int) -> int:
    """The largest power of two smaller than the count."""
    return 1 << (count - 1).bit_length() - 1
