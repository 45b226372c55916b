"""The simulator's memory: one SQLite file, so that a restart keeps followers and chats."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

Row = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS follower (
    id INTEGER PRIMARY KEY AUTOINCREMENT, open_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    phone TEXT NOT NULL DEFAULT '', about TEXT NOT NULL DEFAULT '',
    following INTEGER NOT NULL DEFAULT 0, followed_at REAL, scene TEXT NOT NULL DEFAULT '',
    snapshot INTEGER NOT NULL DEFAULT 0, place TEXT NOT NULL, latitude REAL NOT NULL,
    longitude REAL NOT NULL,
    page_url TEXT NOT NULL DEFAULT '', page_title TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT, follower_id INTEGER NOT NULL, sender TEXT NOT NULL,
    kind TEXT NOT NULL, content TEXT NOT NULL, created_at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS entry_by_follower ON entry (follower_id, id);
CREATE TABLE IF NOT EXISTS sms (
    id INTEGER PRIMARY KEY AUTOINCREMENT, phone TEXT NOT NULL, text TEXT NOT NULL,
    created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS token (
    token TEXT PRIMARY KEY, kind TEXT NOT NULL, made_at REAL NOT NULL, expires_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS oauth_code (
    code TEXT PRIMARY KEY, follower_id INTEGER NOT NULL, scope TEXT NOT NULL,
    made_at REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS oauth_grant (
    access_token TEXT PRIMARY KEY, follower_id INTEGER NOT NULL, scope TEXT NOT NULL,
    expires_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS scene (
    ticket TEXT PRIMARY KEY, url TEXT NOT NULL UNIQUE, scene TEXT NOT NULL, expires_at REAL);
CREATE TABLE IF NOT EXISTS sent_template (
    msgid INTEGER PRIMARY KEY, follower_id INTEGER NOT NULL, client_msg_id TEXT NOT NULL,
    entry_id INTEGER NOT NULL, created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS reply_window (
    follower_id INTEGER NOT NULL, kind TEXT NOT NULL, left_over INTEGER NOT NULL,
    closes_at REAL NOT NULL, PRIMARY KEY (follower_id, kind));
CREATE TABLE IF NOT EXISTS fault (
    id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, kind TEXT NOT NULL, times INTEGER,
    errcode INTEGER, errmsg TEXT, seconds REAL);
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, attempt INTEGER NOT NULL,
    status INTEGER, seconds REAL NOT NULL, problem TEXT NOT NULL, created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS call (
    id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, errcode INTEGER,
    status INTEGER NOT NULL, created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS cookie (
    follower_id INTEGER NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL,
    expires_at REAL, PRIMARY KEY (follower_id, name, path));
CREATE TABLE IF NOT EXISTS quota (
    name TEXT NOT NULL, day TEXT NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (name, day));
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Store:
    """One connection for all threads; `alone()` makes several statements one step."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._lock:
            yield

    def rows(self, statement: str, *values: object) -> list[Row]:
        with self._lock:
            return [dict(row) for row in self._connection.execute(statement, values)]

    def row(self, statement: str, *values: object) -> Row | None:
        found = self.rows(statement, *values)
        return found[0] if found else None

    def write(self, statement: str, *values: object) -> int:
        """Run one writing statement; the new row's id, or how many rows it changed."""
        with self._lock:
            cursor = self._connection.execute(statement, values)
            return int(cursor.lastrowid or 0) if statement.startswith("INSERT") else cursor.rowcount

    def setting(self, name: str, default: str = "") -> str:
        found = self.row("SELECT value FROM setting WHERE name = ?", name)
        return str(found["value"]) if found else default

    def set(self, name: str, value: str) -> None:
        self.write("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, value)

    def empty(self) -> None:
        """Forget everything, except where the clock stands."""
        with self._lock:
            tables = self.rows(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND name NOT LIKE 'sqlite_%' AND name <> 'setting'"
            )
            for table in tables:
                # The names come from the schema above, never from outside.
                self._connection.execute(f"DELETE FROM {table['name']}")  # noqa: S608
            self._connection.execute("DELETE FROM sqlite_sequence")
            self._connection.execute("DELETE FROM setting WHERE name <> 'clock_offset'")
