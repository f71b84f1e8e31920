"""A tiny kind for tests: accounts, known by their e-mail address."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from core.accounts.models import User
from core.imports import cells, kinds, touched
from core.imports.enums import Action
from core.imports.forms import NoOptions
from core.imports.kinds import (
    Column,
    Committed,
    Context,
    ImportKind,
    MappedRow,
    RowPlan,
    RowRefused,
    Touched,
)

ZONES = {"Europe/Berlin": "Berlin", "Asia/Tokyo": "Tokyo", "UTC": "UTC"}


class OfficeForm(NoOptions):
    """What the kind asks."""

    context = forms.CharField(label="Office", max_length=60, required=False)


class Accounts(ImportKind):
    """Users with a language and a time zone."""

    key = "test-accounts"
    label = "Test accounts"
    help = "One row per account."
    options_form = OfficeForm
    columns = (
        Column("email", "E-mail", ("mail", "e-mail address"), True, cells.email, "ana@example.org"),
        Column("language", "Language", ("lang",), parse=cells.short(10), example="en"),
        Column("zone", "Time zone", ("tz",), parse=cells.one_of(ZONES), example="Berlin"),
        Column("about", "About", ("biography",), listed=False),
        Column("secret", "Mother's name", protected=True),
    )

    def __init__(self) -> None:
        self.finished: list[Any] = []
        self.fail_at: set[str] = set()
        self.refuse: set[str] = set()

    def may_run(self, user: User, context: Context | None = None) -> bool:
        return user.email == "hr_admin@world.test"

    def context_of(self, options: Any) -> Context:
        office = options.get("context") or ""
        return Context("office", office, office, {"office": office})

    def plan(self, rows: Sequence[MappedRow], context: Context) -> list[RowPlan]:
        known = {user.email: user for user in User.objects.all()}
        seen: set[str] = set()
        plans = []
        for row in rows:
            if row["email"] in seen:
                plans.append(RowPlan.faulty(row, "email", "Twice in this file."))
                continue
            seen.add(row["email"])
            after = {key: row[key] for key in ("language", "zone") if row[key] is not None}
            user = known.get(row["email"])
            if user is None:
                plans.append(RowPlan.new(row, after={"email": row["email"], **after}))
            else:
                before = {"language": user.language, "zone": user.timezone}
                plans.append(RowPlan.compare(row, user, before=before, after=after))
        return plans

    def notices(self, rows: Any, plans: Any, context: Context) -> list[str]:
        return [] if rows and rows[0].has("zone") else ["Nobody gets a time zone."]

    def commit_row(
        self, plan: RowPlan, *, context: Context, by: User | None, now: datetime
    ) -> list[Touched]:
        email = plan.row["email"]
        if email in self.fail_at:
            raise RuntimeError("the worker was killed")
        if email in self.refuse:
            raise RowRefused("We don't like this one.")
        names = {"language": "language", "zone": "timezone"}
        fields = {names[key]: value for key, value in plan.after.items() if key in names}
        if plan.action is Action.NEW:
            return [touched.created(User.objects.create_user(email, **fields))]
        user = User.objects.select_for_update().get(pk=plan.target)
        before = touched.snapshot(user, *fields)
        for name, value in fields.items():
            setattr(user, name, value)
        user.save(update_fields=list(fields))
        return [touched.changed(user, before)]

    def after_commit(self, done: Committed, *, by: User | None, now: datetime) -> None:
        self.finished.append(("commit", dict(done.counts), len(list(done.touched))))

    def after_undo(self, done: Committed, *, by: User | None, now: datetime) -> None:
        self.finished.append(("undo", dict(done.counts), len(list(done.touched))))


ACCOUNTS = Accounts()
kinds.register(ACCOUNTS)
