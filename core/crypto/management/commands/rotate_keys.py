"""Encrypts all confidential text with the first key of CONFIDENTIAL_KEYS."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.crypto.keys import keyring
from core.crypto.rotation import encrypted_fields, rotate


class Command(BaseCommand):
    """Put a new key first in CONFIDENTIAL_KEYS, restart, run this, then drop the old key."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many rows are read at once, and whether to write at all."""
        parser.add_argument("--batch", type=int, default=500, help="rows read at once")
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(self, *, batch: int, dry_run: bool, **options: Any) -> None:
        """One line a field. Fails when a text can't be read, so that its key is not dropped."""
        self.stdout.write(f"Key {keyring().primary}{', dry run' if dry_run else ''}")
        counts = [rotate(field, batch=batch, dry_run=dry_run) for field in encrypted_fields()]
        for count in counts:
            self.stdout.write(
                f"{count.field}: {count.rotated} rotated, {count.overtaken} overtaken,"
                f" {count.unreadable} unreadable"
            )
        if unreadable := sum(count.unreadable for count in counts):
            raise CommandError(f"{unreadable} texts could not be read: keep every old key.")
