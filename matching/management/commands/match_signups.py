"""manage.py match_signups MENTORS MENTEES --out PAIRS.xlsx: two lists matched without a program."""

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matching import criteria, signups
from matching.engine import Role
from matching.enums import Weight
from matching.signups.cells import MOST_MENTEES
from matching.signups.matched import Prepared, matched
from programs.services.grades import USUAL, tidy

#: How many warnings are printed; the workbook has them all.
SHOWN = 20


class Command(BaseCommand):
    """Reads, matches, writes. Needs no database and stores nothing."""

    help = "Match two sign-up lists (CSV or XLSX) and write the pairs with their reasons."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What stands on the command line."""
        parser.add_argument("mentors", type=Path, help="the mentors' sign-ups")
        parser.add_argument("mentees", type=Path, help="the mentees' sign-ups")
        parser.add_argument("--out", type=Path, metavar="PAIRS.xlsx", help="where the pairs go")
        parser.add_argument("--dry-run", action="store_true", help="say what was understood, only")
        parser.add_argument(
            "--columns", type=Path, metavar="FILE", help="a table: name of a column, what it means"
        )
        parser.add_argument(
            "--capacity", type=int, default=1, metavar="N", help="mentees of a mentor who says none"
        )
        parser.add_argument(
            "--grades", default=", ".join(USUAL), help="grades by comma, the lowest first"
        )
        parser.add_argument(
            "--weight",
            action="append",
            default=[],
            metavar="CRITERION=WEIGHT",
            help=f"{', '.join(Weight.values)}; criteria: {', '.join(criteria.BY_KEY)}",
        )
        parser.add_argument(
            "--more-senior", action="store_true", help="a rule: the mentor stands higher"
        )
        parser.add_argument(
            "--quality-floor", type=int, default=0, metavar="N", help="no pair below, 0 to 100"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 1 with a plain message where nothing can be matched."""
        wishes = _wishes(options)
        out = None if options["dry_run"] else _target(options)
        try:
            found = self._understand(options, wishes)
            if out is None:
                self._tell(found)
                return
            self._match(found, out)
        except signups.Unusable as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            place = f"{error.filename or out or 'output'}: "
            raise CommandError(place + str(error.strerror)) from error

    def _understand(self, options: dict[str, Any], wishes: signups.Wishes) -> Prepared:
        """Both lists; what is wrong with either is said at once."""
        lists, wrong = {}, []
        for role, path in ((Role.MENTOR, options["mentors"]), (Role.MENTEE, options["mentees"])):
            try:
                chosen = _columns(options["columns"], role)
                lists[role] = signups.read_list(
                    _bytes(path), name=path.name, role=role, chosen=chosen
                )
            except signups.Unusable as error:
                wrong.append(str(error))
        if wrong:
            raise signups.Unusable("\n".join(dict.fromkeys(wrong)))
        return signups.prepared(lists[Role.MENTOR], lists[Role.MENTEE], wishes)

    def _tell(self, found: Prepared) -> None:
        for block in signups.understood(found):
            self.stdout.write(self.style.MIGRATE_HEADING(block.title))
            for row in block.rows:
                self.stdout.write("  " + " · ".join(cell for cell in row if cell))

    def _match(self, found: Prepared, out: Path) -> None:
        answer = matched(found)
        _write(out, signups.workbook(answer))
        warnings = list(self._warnings(found))
        for words in warnings[:SHOWN]:
            self.stderr.write(words)
        if len(warnings) > SHOWN:
            self.stderr.write(f"… and {len(warnings) - SHOWN} more; {out} has them all.")
        if not answer.pairs:
            raise CommandError(f"No pair is possible. {out} says what stands in the way of each.")
        self.stdout.write(answer.summary)
        self.stdout.write(f"{out}: pairs, not matched, what was read.")

    def _warnings(self, found: Prepared) -> Iterable[str]:
        """What to know, and each row that was left out."""
        yield from found.warnings
        for side in (found.mentors, found.mentees):
            protected = [used.name for used in side.columns if used.protected]
            if protected:
                yield f"{side.file}: left out unread, protected: {', '.join(protected)}"
            unknown = [used.name for used in side.columns if used.unknown]
            if unknown:
                yield f"{side.file}: not recognised and not used: {', '.join(unknown)}"
            yield from (f"{each.place}: {each.message}" for each in side.troubles)
        yield from (f"{each.place}: {each.message}" for each in found.question.troubles)


def _wishes(options: dict[str, Any]) -> signups.Wishes:
    """The options. Raises CommandError for what cannot be."""
    if not 1 <= options["capacity"] <= MOST_MENTEES:
        raise CommandError(f"--capacity must be from 1 to {MOST_MENTEES}.")
    if not 0 <= options["quality_floor"] <= 100:
        raise CommandError("--quality-floor must be from 0 to 100.")
    grades = tuple(tidy(options["grades"].split(",")))
    if not grades:
        raise CommandError("--grades names no grade.")
    return signups.Wishes(
        now=timezone.now(),
        capacity=options["capacity"],
        grades=grades,
        weights=dict(_weight(each) for each in options["weight"]),
        more_senior=options["more_senior"],
        quality_floor=options["quality_floor"],
    )


def _weight(text: str) -> tuple[str, str]:
    key, _equals, weight = text.partition("=")
    if key not in criteria.BY_KEY:
        known = ", ".join(criteria.BY_KEY)
        raise CommandError(f"--weight: there is no criterion {key!r}. There are: {known}.")
    if weight not in Weight.values:
        known = ", ".join(Weight.values)
        raise CommandError(f"--weight {key}: {weight!r} is none of {known}.")
    return key, weight


def _target(options: dict[str, Any]) -> Path:
    """Where to write, told before any work is done. Raises CommandError."""
    out: Path | None = options["out"]
    if out is None:
        raise CommandError("Say with --out where the pairs go, or look first with --dry-run.")
    if out.suffix.lower() != ".xlsx":
        raise CommandError(f"{out}: the name has to end in .xlsx.")
    if out.resolve() in {options[each].resolve() for each in ("mentors", "mentees")}:
        raise CommandError(f"{out}: this is one of the lists; it would be lost.")
    if out.is_dir() or not out.parent.is_dir():
        raise CommandError(f"{out}: there is no such folder, or the name is a folder's.")
    return out


def _bytes(path: Path) -> bytes:
    """The file. Raises Unusable for one that is missing or larger than may be uploaded."""
    try:
        if path.stat().st_size > settings.UPLOAD_LIMIT_BYTES:
            most = settings.UPLOAD_LIMIT_BYTES // 1024**2
            raise signups.Unusable(f"{path}: larger than {most} MB.")
        return path.read_bytes()
    except OSError as error:
        raise signups.Unusable(f"{path}: {error.strerror}.") from error


def _columns(path: Path | None, role: Role) -> dict[str, str]:
    return signups.read_columns(_bytes(path), name=path.name, role=role) if path else {}


def _write(out: Path, data: bytes) -> None:
    """All of it or nothing: what was there before stays until the new file is whole."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=".pairs-", suffix=".xlsx")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(out)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
