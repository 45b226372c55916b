"""A PostgreSQL server of its own for one test run, where the machine can start one.

`TEST_DATABASE_URL` names a server that is already there; its user must be allowed to make
databases. Otherwise the machine's own binaries run a throw-away cluster on a socket in a temporary
folder: nothing listens on the network, and a cluster that Debian manages is left alone.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

DEBIAN = Path("/usr/lib/postgresql")
STARTUP_SECONDS = 30
# A test cluster may forget everything in a power cut; waiting for the disk would only cost time.
OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off "
    "-c max_connections=200 -c listen_addresses='' -c timezone=UTC"
)


class CannotStart(Exception):
    """No PostgreSQL here; the sentence says why, so that a skipped part can be told aloud."""


@contextmanager
def server() -> Iterator[str]:
    """The URL of a running server, gone at the end if it was started here.

    Raises `CannotStart` where there is none and none can be started.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    binaries = find_binaries()
    owner = server_owner()
    folder = Path(
        tempfile.mkdtemp(prefix="haoren-pg-", dir="/tmp")
    )  # a socket's path must be short
    try:
        if owner is not None:
            shutil.chown(folder, owner, owner)
        start(binaries, folder, owner)
        try:
            name = owner or pwd.getpwuid(os.getuid()).pw_name
            yield f"postgresql+psycopg://{quote(name)}@/postgres?host={quote(str(folder))}"
        finally:
            run([binaries / "pg_ctl", "-D", folder / "cluster", "-m", "immediate", "stop"], owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path:
    """The folder that holds initdb and pg_ctl: Debian keeps it off PATH, newest version first."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("pg_ctl"):
        return Path(on_path).resolve().parent
    versions = [folder for folder in DEBIAN.glob("*/bin") if (folder / "initdb").exists()]
    if not versions:
        raise CannotStart("no PostgreSQL is installed (Debian: apt install postgresql)")
    return max(versions, key=lambda folder: float(folder.parent.name))


def server_owner() -> str | None:
    """PostgreSQL refuses to run as root: who runs it then. None means ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        raise CannotStart("root cannot run PostgreSQL and there is no postgres user") from None
    if shutil.which("runuser") is None:
        raise CannotStart("root cannot run PostgreSQL and there is no runuser command")
    return "postgres"


def start(binaries: Path, folder: Path, owner: str | None) -> None:
    """Make the cluster and start it on a socket in its own folder."""
    # C.UTF-8: with plain C, Chinese letters would be no letters to trigram indexes.
    run(
        [
            binaries / "initdb",
            *("-D", folder / "cluster", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"),
            "--no-sync",
        ],
        owner,
    )
    run(
        [
            binaries / "pg_ctl",
            *("-D", folder / "cluster", "-l", folder / "log", "-w", "-t", str(STARTUP_SECONDS)),
            *("-o", f"{OPTIONS} -k {folder}", "start"),
        ],
        owner,
    )


def run(command: list[str | Path], owner: str | None) -> None:
    """Run one of PostgreSQL's programs as the owner, and say what it said if it fails."""
    words = [str(word) for word in command]
    if owner is not None:
        words = ["runuser", "-u", owner, "--", *words]
    done = subprocess.run(
        words,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if "start" not in words else subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise CannotStart(f"{words[-1]} failed: {(done.stdout or 'see its log').strip()}")
