"""The import kind “staff list”."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports import touched
from core.imports.enums import Action
from core.imports.kinds import Context, ImportKind, MappedRow, RowPlan, RowRefused, Touched
from participants.enums import UnitKind
from participants.models import Person
from participants.permissions import is_hr_admin
from participants.selectors.facts import latest_facts
from participants.services.facts import record_fact
from participants.services.people import ManagerCycleError, create_person, update_person
from participants.services.settings import unit_named
from participants.staff_list.columns import COLUMNS, FACTS, RECORD, UNITS
from participants.staff_list.known import Known, duplicates, in_circles, keys_of, manager_key

if TYPE_CHECKING:
    from core.accounts.models import User


class StaffList(ImportKind):
    """One row a person; found again by employee number, else by e-mail address."""

    key = "staff_list"
    label = gettext_lazy("Staff list")
    help = gettext_lazy(
        "One row for each person. Nobody who is missing from the file is deleted, and nothing is "
        "written before you have seen what would change."
    )
    columns = COLUMNS

    def may_run(self, user: "User", context: Context | None = None) -> bool:
        """HR admins."""
        return is_hr_admin(user)

    def plan(self, rows: Sequence[MappedRow], context: Context) -> Iterable[RowPlan]:
        """What each row would create or change."""
        known = Known(rows)
        again, circles = duplicates(rows), in_circles(rows, known)
        named = {key for row in rows for key in keys_of(row)}
        found = {person.pk: person for person in known.people.values()}
        facts = latest_facts(found.values(), timezone.localdate())
        for row in rows:
            problem = self._problem(row, known, again, circles, named)
            if problem is not None:
                yield RowPlan.faulty(row, *problem)
                continue
            person = known.find(row)
            after = _wanted(row)
            if person is None:
                yield RowPlan.new(row, after={k: v for k, v in after.items() if v is not None})
            else:
                before = _stored(person, facts.get(person.pk, {}), row)
                yield RowPlan.compare(row, person, before=before, after=after)

    def _problem(
        self,
        row: MappedRow,
        known: Known,
        again: dict[int, int],
        circles: set[int],
        named: set[Any],
    ) -> tuple[str, str] | None:
        if not keys_of(row):
            text = _("Without an employee number or e-mail address we could not find them again.")
            return "employee_id", text
        if row.number in again:
            text = _("Row %(row)s is about the same person.") % {"row": again[row.number]}
            return keys_of(row)[0][0], text
        if (refusal := _not_theirs(row, known)) is not None:
            return "email", refusal
        column = "manager_id" if row["manager_id"] else "manager_email"
        if row.number in circles:
            return column, _("The line of managers leads back to this person.")
        manager = manager_key(row)
        if manager is not None and manager not in named and manager not in known.people:
            return column, _("This manager is neither in the file nor in the organisation.")
        return None

    def notices(
        self, rows: Sequence[MappedRow], plans: Sequence[RowPlan], context: Context
    ) -> list[str]:
        """What the file as a whole lacks."""
        said = []
        if rows and not any(row["email"] for row in rows):
            said.append(
                _(
                    "This file has no e-mail addresses. The people will be created and can be "
                    "counted and selected, but nobody in it can be invited to sign in until "
                    "an address is added."
                )
            )
        if rows and not any(row["given_name"] or row["family_name"] for row in rows):
            said.append(_("This file has no names. People will be shown by employee number."))
        return said

    @transaction.atomic
    def commit_row(
        self, plan: RowPlan, *, context: Context, by: "User | None", now: datetime
    ) -> list[Touched]:
        """Write one person."""
        try:
            with transaction.atomic():
                return _write(plan, by, now)
        except ManagerCycleError as error:
            raise RowRefused(_("The line of managers leads back to this person.")) from error
        except IntegrityError as error:
            raise RowRefused(_("Somebody else has this number or address by now.")) from error
        except ValidationError as error:
            raise RowRefused(" ".join(error.messages)) from error


def _not_theirs(row: MappedRow, known: Known) -> str | None:
    """Why the address is not that of the row's person, if it isn't."""
    if known.is_outside(row):
        return _("This is the address of a coach who works elsewhere.")
    if known.contradicts(row):
        return _("This address belongs to somebody with another employee number.")
    return None


def _wanted(row: MappedRow) -> dict[str, Any]:
    """What the row says, by column; an empty cell says nothing."""
    names = [*RECORD, *UNITS, *FACTS, "manager_id", "manager_email"]
    return {name: row[name] for name in names if row[name] is not None}


def _stored(person: Person, facts: dict[str, Any], row: MappedRow) -> dict[str, Any]:
    """What is known of the person, by the same columns."""
    stored: dict[str, Any] = {name: getattr(person, name) for name in RECORD}
    for name in UNITS:
        unit = getattr(person, name)
        stored[name] = unit.name if unit else None
    stored |= {name: facts.get(name) for name in FACTS}
    if person.manager is not None:
        stored["manager_id"] = person.manager.employee_id or None
        stored["manager_email"] = person.manager.email or None
    return stored


def _write(plan: RowPlan, by: "User | None", now: datetime) -> list[Touched]:
    row = plan.row
    fields: dict[str, Any] = {name: row[name] for name in RECORD if row[name] is not None}
    for name in UNITS:
        if row[name]:
            fields[name] = unit_named(kind=UnitKind(name), name=row[name], by=by, now=now)
    written: list[Touched] = []
    manager = manager_key(row)
    if manager is not None:
        fields["manager"] = _manager(manager, written, by, now)
    person = Known([row]).find(row)
    if person is None:
        person = create_person(by=by, now=now, **fields)
        written.append(touched.created(person))
    else:
        if plan.action is Action.NEW and _is_somebody_else(person, row):
            raise RowRefused(_("Somebody else has this number or address by now."))
        before = touched.snapshot(person, *fields, "sort_key")
        update_person(person=person, by=by, now=now, **fields)
        written.append(touched.changed(person, before))
    return written + _write_facts(plan, person, by, now)


def _is_somebody_else(person: Person, row: MappedRow) -> bool:
    """Whether a person who appeared since the plan has another number or address than the row."""
    return any(
        row[name] and getattr(person, name) and row[name] != getattr(person, name)
        for name in ("employee_id", "email")
    )


def _manager(
    key: tuple[str, str], written: list[Touched], by: "User | None", now: datetime
) -> Person:
    """The line manager, who may stand further down in the file: their row completes them."""
    name, value = key
    person = Person.objects.filter(**{name: value}).first()
    if person is None:
        person = create_person(by=by, now=now, **{name: value})
        written.append(touched.created(person))
    return person


def _write_facts(plan: RowPlan, person: Person, by: "User | None", now: datetime) -> list[Touched]:
    told = {name: plan.row[name] for name in FACTS if plan.row[name] is not None}
    if plan.action is Action.CHANGED:
        told = {name: value for name, value in told.items() if name in plan.after}
    return [
        touched.created(
            record_fact(
                person=person,
                key=name,
                number=value,
                as_of=timezone.localdate(now),
                source=_("Staff list"),
                by=by,
                now=now,
            )
        )
        for name, value in told.items()
    ]
