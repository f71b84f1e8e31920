"""manage.py import_file KIND FILE: an import without a browser, for scripts and schedules."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.accounts.models import User
from core.imports import kinds, reading, selectors
from core.imports.enums import Action
from core.imports.models import ImportBatch
from core.imports.services import columns, commit, discard, locking, upload


class Command(BaseCommand):
    """Reads, maps as remembered or suggested, and imports a file."""

    help = "Import a file: columns are mapped as confirmed last time, or as their names suggest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What stands on the command line."""
        parser.add_argument("kind", help="such as: " + ", ".join(k.key for k in kinds.registered()))
        parser.add_argument("file", type=Path)
        parser.add_argument("--context", default="", help="what the import is about, by its id")
        parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, only")
        parser.add_argument("--as", dest="email", default="", help="the user who answers for it")

    def handle(self, *args: Any, **options: Any) -> None:
        """One file. Exit status 1 with a plain message when it cannot be imported."""
        user = self._user(options["email"])
        kind = self._kind(options["kind"])
        context = self._context(kind, options, user)
        if user is not None and not kind.may_run(user, context):
            raise CommandError(f"{user} may not import this.")
        try:
            self._run(kind, context, options, user)
        except (reading.Unreadable, columns.MappingRefused, locking.NotNow, OSError) as error:
            raise CommandError(str(error)) from error

    def _run(
        self, kind: kinds.ImportKind, context: kinds.Context, options: Any, user: User | None
    ) -> None:
        now, file = timezone.now(), options["file"]
        batch = upload.upload(
            kind=kind, context=context, name=file.name, data=file.read_bytes(), by=user, now=now
        )
        chosen = {int(index): key for index, key in batch.mapping.items()}
        columns.choose_columns(batch_id=batch.pk, chosen=chosen, now=now, wait=True)
        self._tell(batch)
        if options["dry_run"]:
            discard.discard(batch_id=batch.pk, by=user, now=now)
            return
        commit.start_commit(batch_id=batch.pk, by=user, now=now)
        commit.run_commit(batch_id=batch.pk, now=timezone.now())
        self._done(batch)

    def _tell(self, batch: ImportBatch) -> None:
        batch.refresh_from_db()
        for name in batch.protected:
            self.stdout.write(f"Left out, protected: {name}")
        for note in [*batch.notes, *batch.notices]:
            self.stdout.write(note)
        found = selectors.counts(batch)
        self.stdout.write(", ".join(f"{found[action]} {action}" for action in Action.values))
        for group in selectors.groups(batch):
            self.stdout.write(f"  {group.count} × {group.label}: {group.message}")

    def _done(self, batch: ImportBatch) -> None:
        batch.refresh_from_db()
        found = selectors.outcomes(batch)
        self.stdout.write(f"{found['written']} written, {found['refused']} set aside ({batch.pk})")

    def _user(self, email: str) -> User | None:
        if not email:
            return None
        try:
            return User.objects.get_by_natural_key(email)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user {email}.") from error

    def _kind(self, name: str) -> kinds.ImportKind:
        try:
            return kinds.get(name)
        except KeyError as error:
            known = ", ".join(kind.key for kind in kinds.registered())
            raise CommandError(f"There is no kind {name!r}. There are: {known}.") from error

    def _context(self, kind: kinds.ImportKind, options: Any, user: User | None) -> kinds.Context:
        if kind.options_form is None:
            return kinds.Context()
        data = dict(pair.partition("=")[::2] for pair in options["option"])
        form = kind.options_form({"context": options["context"], **data}, user=user)
        if not form.is_valid():
            raise CommandError(json.dumps(form.errors.get_json_data(), indent=1, default=str))
        return kind.context_of(form.cleaned_data)
