"""Files as one zip that is sent while it is written: one file in memory at a time."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import RawIOBase
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from app.kernel.calendar import local


class _Outgoing(RawIOBase):
    """What was written and is not sent yet; a zip needs nothing but `write` and `flush`."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        taken = bytes(piece)  # type: ignore[call-overload]
        self.pieces.append(taken)
        return len(taken)

    def taken(self) -> bytes:
        """Everything written since the last time."""
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def in_one_zip(files: Iterable[tuple[str, bytes]], *, at: datetime) -> Iterator[bytes]:
    """The zip in pieces. PDFs are packed already: they are stored as they are."""
    outgoing = _Outgoing()
    with ZipFile(outgoing, "w", ZIP_STORED) as packed:
        for name, content in files:
            packed.writestr(ZipInfo(name, local(at).timetuple()[:6]), content)
            yield outgoing.taken()
    yield outgoing.taken()
