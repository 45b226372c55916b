#!/usr/bin/env python3
"""Check a copy of Haoren's ledger, or one proof, on any machine: one file, Python 3.8 or newer.

    python haoren_verify.py bundle LEDGER.jsonl.gz [--seals FEED.json] [--against OLDER.jsonl.gz]
    python haoren_verify.py proof PROOF.json [--seals FEED.json]

--seals    seals as they were published: the JSON feed, one seal's JSON, or a list of them; may come
           several times. Without it, only that the copy agrees with itself is checked.
--against  an older copy: names every entry that differs from it.
--key      the public key (hex) that seals must be signed with; else the key in the seal is used.

It asks nothing of the network. Exit code 0: everything holds; 1: something does not, and each line
says what; 2: the file cannot be read. docs/ledger.md describes the formats.
"""

import argparse
import gzip
import hashlib
import json
import sys
from pathlib import Path

NO_SEAL_BEFORE = "0" * 64
SHOWN_OF_A_SEAL = (
    *("format", "number", "sealed_at", "from", "until"),
    *("count", "root", "previous", "key"),
)


class CannotRead(Exception):
    """The file is not what it should be; the sentence says how."""


def canonical(value):
    """JSON with sorted keys and no spaces, in UTF-8: what every hash here is over."""
    words = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return words.encode("utf-8")


def leaf_of(entry):
    return hashlib.sha256(b"\x00" + canonical(entry)).digest()


def node_of(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves):
    """RFC 6962, section 2.1: the root over leaf hashes."""
    peaks = []
    for leaf in leaves:
        size, node = 1, leaf
        while peaks and peaks[-1][0] == size:
            node = node_of(peaks.pop()[1], node)
            size *= 2
        peaks.append((size, node))
    if not peaks:
        return hashlib.sha256(b"").digest()
    node = peaks.pop()[1]
    while peaks:
        node = node_of(peaks.pop()[1], node)
    return node


def root_by_path(position, count, leaf, path):
    """RFC 9162, section 2.1.3.2: where a leaf and its path lead; None where they do not fit."""
    if not 0 <= position < count:
        return None
    here, last, node = position, count - 1, leaf
    for other in path:
        if last == 0:
            return None
        if here % 2 or here == last:
            node = node_of(other, node)
            while here and not here % 2:
                here, last = here >> 1, last >> 1
        else:
            node = node_of(node, other)
        here, last = here >> 1, last >> 1
    return node if last == 0 else None


def seal_content(seal):
    return {name: seal.get(name) for name in SHOWN_OF_A_SEAL}


def seal_faults(seal, key=None):
    """What does not hold of a seal by itself."""
    words = canonical(seal_content(seal))
    if hashlib.sha256(words).hexdigest() != seal.get("hash"):
        yield "its hash is not that of its words"
    if key and seal.get("key") != key:
        yield "it is signed with another key"
    signed = bytes_of(seal.get("signature"))
    if not is_signature(bytes_of(seal.get("key")), signed, words):
        yield "its signature is not good"


def bytes_of(text):
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        return b""


def opening_faults(entry, opened):
    """What was shown beside an entry must be what the entry commits to."""
    for name, shown in (opened or {}).items():
        salted = bytes_of(shown.get("salt")) + canonical(shown.get("value"))
        if hashlib.sha256(salted).hexdigest() != entry.get(name):
            yield name


# A bundle ------------------------------------------------------------------------------------


def lines_of(path):
    opener = gzip.open if path.endswith(".gz") else open
    try:
        with opener(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)
    except (OSError, EOFError, ValueError) as error:
        raise CannotRead(f"{path} cannot be read: {error}") from error


def parts_of(path):
    """Each seal of a bundle with the lines of its entries; one seal in memory at a time."""
    lines = lines_of(path)
    head = next(lines, None)
    if not isinstance(head, dict) or head.get("format") != "haoren-bundle-1":
        raise CannotRead(f"{path} is not a copy of the ledger")
    seal, rows, ended = None, [], False
    for line in lines:
        if "seal" in line:
            if seal:
                yield seal, rows
            seal, rows = line["seal"], []
        elif "entry" in line:
            rows.append(line)
        ended = "end" in line
    if seal:
        yield seal, rows
    if not ended:
        raise CannotRead(f"{path} is cut off")


def bundle_faults(path, published, key, tell):
    """Everything that does not hold of a bundle, as sentences."""
    expected, previous, seals, entries = 1, NO_SEAL_BEFORE, 0, 0
    left = dict(published)
    for seal, rows in parts_of(path):
        number = seal.get("number")
        name = f"seal {number}"
        if number != expected:
            yield f"{name}: seal {expected} should come here: seals are missing or moved"
        if seal.get("previous") != previous:
            yield f"{name}: it does not name the seal before it"
        for fault in seal_faults(seal, key):
            yield f"{name}: {fault}"
        if number in left and left.pop(number) != seal.get("hash"):
            yield f"{name}: it is not the seal that was published"
        for fault in entries_faults(seal, rows):
            yield f"{name}: {fault}"
        expected, previous = (number or 0) + 1, seal.get("hash")
        seals, entries = seals + 1, entries + len(rows)
        tell(seals, entries)
    for number in sorted(left):
        yield f"seal {number}: it was published and is not in this copy"


def entries_faults(seal, rows):
    """What does not hold of a seal's entries, and of which."""
    leaves, before = [], None
    there = [row.get("position") for row in rows]
    for missing in sorted(set(range(seal.get("count") or 0)) - set(there)):
        yield f"the entry at position {missing} is missing"
    for place, row in enumerate(rows):
        entry, position = row["entry"], row.get("position")
        name = f"entry {entry.get('id')}"
        if leaf_of(entry).hex() != row.get("leaf"):
            yield f"{name} was altered"
        for what in opening_faults(entry, row.get("opened")):
            yield f"{name}: its {what} were altered"
        order = (entry.get("at"), entry.get("id"))
        if position != place and position in there[:place] + there[place + 1 :]:
            yield f"{name} stands twice or was inserted"
        elif position is None or position >= (seal.get("count") or 0):
            yield f"{name} was inserted"
        elif before and order < before:
            yield f"{name} is out of order"
        before = order
        leaves.append(bytes_of(row.get("leaf")))
    if len(rows) != seal.get("count"):
        yield f"{seal.get('count')} entries were sealed, {len(rows)} are here"
    if root_of(leaves).hex() != seal.get("root"):
        yield "its entries do not give its root"


def differences(old, new):
    """Which entries of an older bundle are not the same in a newer one."""
    newer = parts_of(new)
    for seal, rows in parts_of(old):
        after, after_rows = next(newer, ({}, []))
        name = f"seal {seal.get('number')}"
        if after.get("hash") != seal.get("hash"):
            yield f"{name}: it is not the seal of the older copy"
        was = {row["entry"].get("id"): leaf_of(row["entry"]) for row in rows}
        now = {row["entry"].get("id"): leaf_of(row["entry"]) for row in after_rows}
        for one in sorted(set(was) - set(now)):
            yield f"{name}: entry {one} was removed"
        for one in sorted(set(now) - set(was)):
            yield f"{name}: entry {one} was inserted"
        for one in sorted(set(was) & set(now)):
            if was[one] != now[one]:
                yield f"{name}: entry {one} was altered"
        if set(was) == set(now) and list(was) != list(now):
            yield f"{name}: its entries were reordered"


# One proof -----------------------------------------------------------------------------------


def proof_faults(proof, published, key=None):
    """What does not hold of one entry's proof."""
    entry, seal = proof.get("entry") or {}, proof.get("seal") or {}
    for fault in seal_faults(seal, key):
        yield f"the seal: {fault}"
    path = [bytes_of(one) for one in proof.get("path") or []]
    position, count = proof.get("position"), seal.get("count")
    if not (isinstance(position, int) and isinstance(count, int)):
        yield "the proof names no position"
        return
    root = root_by_path(position, count, leaf_of(entry), path)
    if root is None or root.hex() != seal.get("root"):
        yield "the entry is not in the seal"
    for what in opening_faults(entry, proof.get("opened")):
        yield f"its {what} are not those of the entry"
    if published:
        known = published.get(seal.get("number"))
        if known is None:
            yield f"seal {seal.get('number')} is not among the published seals given"
        elif known != seal.get("hash"):
            yield f"seal {seal.get('number')} is not the one that was published"


def published_in(paths):
    """Number and hash of each published seal in these files."""
    found = {}
    for path in paths:
        told = load(path)
        items = told.get("items", [told]) if isinstance(told, dict) else told
        for item in items:
            seal = item.get("_haoren", item)
            if "number" not in seal or "hash" not in seal:
                raise CannotRead(f"{path} holds no seals")
            found[seal["number"]] = seal["hash"]
    return found


def load(path):
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotRead(f"{path} cannot be read: {error}") from error


# Signatures: Ed25519, RFC 8032, section 5.1, written for being read rather than for speed ---------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def is_signature(key, signature, words):
    """Whether the signature is the key's over these words."""
    if len(key) != 32 or len(signature) != 64:
        return False
    owner, first = point_of(key), point_of(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if owner is None or first is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + words).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    return same(times(scalar, BASE), plus(first, times(challenge, owner)))


def point_of(encoded):
    """The point of the curve that 32 bytes stand for; None where there is none."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def plus(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(scalar, point):
    total = NEUTRAL
    while scalar:
        if scalar & 1:
            total = plus(total, point)
        point, scalar = plus(point, point), scalar >> 1
    return total


def same(one, other):
    return not (
        (one[0] * other[2] - other[0] * one[2]) % P or (one[1] * other[2] - other[1] * one[2]) % P
    )


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


# The command ---------------------------------------------------------------------------------


def main():
    options = read_options()
    try:
        published = published_in(options.seals)
        if options.what == "proof":
            faults = list(proof_faults(load(options.file), published, options.key))
            held = "the entry is in the ledger"
        else:
            faults, held = check_bundle(options, published)
    except CannotRead as error:
        print(error, file=sys.stderr)
        return 2
    for fault in faults:
        print("NOT SO:", fault)
    if faults:
        print(f"{len(faults)} things do not hold")
        return 1
    if not published:
        print("note: no published seals were given; a ledger made anew would not be noticed")
    print("OK:", held)
    return 0


def check_bundle(options, published):
    seen = [0, 0]

    def tell(seals, entries):
        seen[:] = seals, entries
        if seals % 500 == 0:
            print(f"{seals} seals, {entries} entries …", file=sys.stderr)

    faults = list(bundle_faults(options.file, published, options.key, tell))
    if options.against:
        faults += differences(options.against, options.file)
    return faults, f"{seen[0]} seals, {seen[1]} entries"


def read_options():
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    reader.add_argument("what", choices=("bundle", "proof"))
    reader.add_argument("file")
    reader.add_argument("--seals", action="append", default=[], metavar="FILE")
    reader.add_argument("--against", metavar="OLDER", help="an older copy of the ledger")
    reader.add_argument("--key", metavar="HEX", help="the public key of the seals")
    return reader.parse_args()


if __name__ == "__main__":
    sys.exit(main())
