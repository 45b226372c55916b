"""The simulated time: the real one plus an offset that people move from the phone's status bar."""

import os
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from wechat.simulator.store import Store

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock:
    """Reads and writes the offset: in a file shared with the app, or else in the store."""

    def __init__(self, store: Store, file: Path | None) -> None:
        self._store = store
        self._file = file

    def offset_seconds(self) -> int:
        text = self._text()
        try:
            return int(text or 0)
        except ValueError:
            return 0

    def move(self, offset_seconds: int) -> None:
        if self._file is None:
            self._store.set("clock_offset", str(offset_seconds))
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        # The app may read at any moment: it must find the old text or the new, never half of one.
        new = self._file.with_name(f"{self._file.name}.new")
        new.write_text(str(offset_seconds), encoding="utf-8")
        os.replace(new, self._file)

    def now(self) -> float:
        return time.time() + self.offset_seconds()

    def today(self) -> str:
        return self.moment().date().isoformat()

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.now(), CHINA)

    def _text(self) -> str:
        if self._file is None:
            return self._store.setting("clock_offset")
        try:
            return self._file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""
