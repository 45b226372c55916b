"""`flask ledger …`: seal the trail, check it, copy it, prove a record; who may touch it."""

import gzip
import json
import os
from itertools import chain
from pathlib import Path
from uuid import UUID

import click
from flask.cli import AppGroup

from app.domain.audit import bundle, proofs, sealing, seals, verifying
from app.domain.audit.findings import Checked
from app.domain.certificates import against_ledger as certificates
from app.domain.coupons import against_ledger as coupons
from app.domain.hours import against_ledger as hours
from app.domain.nominations import against_ledger as nominations
from app.domain.recognition import against_ledger as recognition
from app.entrypoints.guard import settings
from app.kernel import clock
from app.kernel.append_only import grants as rights
from app.kernel.database import Base
from app.kernel.snapshot import snapshot

TOLD_EVERY = 200

ledger = AppGroup("ledger", help="The trail as a ledger anyone can check.")


@ledger.command("grants")
@click.option("--role", default="haoren", help="The application's role on PostgreSQL.")
def grants(role: str) -> None:
    """Print the SQL that gives the application's role its rights and no more (docs/operations.md).

    The tables' owner runs it after each upgrade.
    """
    for line in rights(Base.metadata, role=role):
        click.echo(line)


@ledger.command("seal")
def seal() -> None:
    """Seal what waits now, without waiting for the hour."""
    sealed = sealing.seal_what_waits(now=clock.now())
    last = seals.latest()
    click.echo(f"{sealed} entries sealed; the last seal is {last.number if last else 'none'}")


@ledger.command("verify")
def verify() -> None:
    """Compute everything anew; name what was altered, removed, inserted or reordered. Exit code 1.

    Reads as of one moment, while everything runs; says how far it is on the error output.
    """
    checked = Checked()

    def tell(now: Checked) -> None:
        checked.seals, checked.entries = now.seals, now.entries
        if now.seals % TOLD_EVERY == 0:
            click.echo(f"{now.seals} seals, {now.entries} entries …", err=True)

    found = 0
    with snapshot():
        for finding in chain(
            verifying.findings(tell),
            hours.findings(),
            recognition.findings(),
            coupons.findings(),
            certificates.findings(),
            nominations.findings(),
        ):
            found += 1
            click.echo(f"NOT SO ({finding.kind}): {finding.sentence}")
        waiting = seals.waiting_count()
    told = f"{checked.seals} seals, {checked.entries} sealed entries, {waiting} waiting"
    if found:
        click.echo(f"{found} things do not hold among {told}")
        raise SystemExit(1)
    click.echo(f"all holds: {told}")


@ledger.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--with-words", is_flag=True, help="Also whose they are, names and reasons.")
def export(file: Path, with_words: bool) -> None:
    """Write a copy of the sealed ledger, to be checked elsewhere with haoren_verify.py."""
    opener = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with snapshot(), os.fdopen(opener, "wb") as raw, gzip.open(raw, "wt", encoding="utf-8") as out:
        for line in bundle.lines(unit=settings().unit_name, opened=with_words, now=clock.now()):
            out.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
    click.echo(f"{file}: {file.stat().st_size} bytes")


@ledger.command("proof")
@click.argument("record_id", type=click.UUID)
@click.option("--with-words", is_flag=True, help="Also whose it is, names and reasons.")
def proof(record_id: UUID, with_words: bool) -> None:
    """Print the proof of how a record of hours stands, as JSON, for its volunteer."""
    entry_id = proofs.latest_entries("hour_record", [record_id]).get(record_id)
    found = proofs.proof_of(entry_id, opened=with_words) if entry_id else None
    if found is None:
        raise click.ClickException("no seal tells of this record yet")
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
