"""The import kind “program sign-ups”."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports.kinds import (
    Committed,
    Context,
    ImportKind,
    MappedRow,
    RowPlan,
    RowRefused,
    Touched,
)
from core.questionnaires.models import Response
from programs.enums import Format, ParticipantRole
from programs.models import Cohort, Enrolment, Track
from programs.permissions import runs
from programs.services.enrolments import NoPlaceError
from programs.services.grades import save_ladder
from programs.services.guiding import NoTierHereError
from programs.sign_ups.columns import COLUMNS
from programs.sign_ups.options import SignUpOptions, runs_a_cohort
from programs.sign_ups.wanted import Known, Options, after, before, roles_of, states_after, track_of
from programs.sign_ups.writing import write

if TYPE_CHECKING:
    from core.accounts.models import User


class SignUps(ImportKind):
    """One row a person; found again by e-mail address."""

    key = "sign_ups"
    label = gettext_lazy("Program sign-ups")
    help = gettext_lazy(
        "One row for each person who signs up. People are created where they are new, and enrolled"
        " in the cohort and track that you choose."
    )
    icon = "clipboard-document-list"
    columns = COLUMNS
    options_form = SignUpOptions

    def may_run(self, user: "User", context: Context | None = None) -> bool:
        """Whoever runs the program; without a context, whoever runs any."""
        if context is None or not context.id:
            return runs_a_cohort(user)
        cohort = Cohort.objects.filter(pk=context.id).select_related("program").first()
        return cohort is not None and runs(user, cohort.program)

    def context_of(self, options: Mapping[str, Any]) -> Context:
        """The cohort."""
        chosen = Options.of(options)
        cohort = Cohort.objects.select_related("program").get(pk=chosen.cohort)
        label = f"{cohort.program}: {cohort}"
        tracks = list(Track.objects.filter(program=cohort.program_id))
        named = {track.name.casefold(): str(track.pk) for track in tracks}
        peers = [str(track.pk) for track in tracks if track.format == Format.PEER]
        tiers = {
            tier.name.casefold(): [str(tier.pk), tier.name] for tier in cohort.program.tiers.all()
        }
        kept = {**options, "tracks": named, "peers": peers, "tiers": tiers}
        return Context("programs.Cohort", str(cohort.pk), label[:200], kept)

    def plan(self, rows: Sequence[MappedRow], context: Context) -> Iterable[RowPlan]:
        """Whom each row would create, change or enrol."""
        options = Options.of(context.options)
        known = Known(rows, options)
        first: dict[str, int] = {}
        for row in rows:
            earlier = first.setdefault(row["email"], row.number)
            if earlier != row.number:
                text = _("Row %(row)s is about the same person.") % {"row": earlier}
                yield RowPlan.faulty(row, "email", text)
            elif row["email"] in known.outside:
                text = _("This is the address of a coach who works elsewhere.")
                yield RowPlan.faulty(row, "email", text)
            elif not (roles := roles_of(row, options)):
                text = _("Nothing says whether this is a mentor or a mentee.")
                yield RowPlan.faulty(row, "role", text)
            elif not (track := track_of(row, options)):
                yield RowPlan.faulty(row, "track", _no_track(row))
            elif _is_mentor(roles) and row["tier"] and not options.tier_named(row["tier"]):
                text = _("This program has no tier with that name.")
                yield RowPlan.faulty(row, "tier", text)
            else:
                yield _plan(row, roles, known, options, track)

    def notices(
        self, rows: Sequence[MappedRow], plans: Sequence[RowPlan], context: Context
    ) -> list[str]:
        """Grades that nobody has put in order."""
        ladder = Options.of(context.options).ladder
        unknown = {row["grade"] for row in rows if row["grade"]}
        unknown = {grade for grade in unknown if grade.casefold() not in ladder}
        if not unknown:
            return []
        text = _("These grades are not in your list and are kept as text: %(grades)s.")
        return [text % {"grades": ", ".join(sorted(unknown)[:20])}]

    @transaction.atomic
    def commit_row(
        self, plan: RowPlan, *, context: Context, by: "User | None", now: datetime
    ) -> list[Touched]:
        """Write one person and their enrolments."""
        try:
            with transaction.atomic():
                return write(plan.row, Options.of(context.options), by, now)
        except NoTierHereError as error:
            raise RowRefused(_("This tier is gone, or the mentor can have none now.")) from error
        except NoPlaceError as error:
            raise RowRefused(_("Every place of the cohort is taken.")) from error
        except IntegrityError as error:
            raise RowRefused(_("Somebody else has this address by now.")) from error
        except ValidationError as error:
            raise RowRefused(" ".join(error.messages)) from error

    def after_commit(self, done: Committed, *, by: "User | None", now: datetime) -> None:
        """Keep the order of grades for the next file."""
        grades = Options.of(done.context.options).grades
        if grades:
            save_ladder(names=grades, by=by, now=now)

    def after_undo(self, done: Committed, *, by: "User | None", now: datetime) -> None:
        """Answers hang from enrolments by key only: they go with them."""
        label = Enrolment._meta.label
        gone = [trace.id for trace in done.touched if trace.model == label and trace.before is None]
        Response.objects.filter(context_type=label, context_id__in=gone).delete()


def _is_mentor(roles: list[str]) -> bool:
    return ParticipantRole.MENTOR in roles


def _no_track(row: MappedRow) -> str:
    if row["track"]:
        return _("This program has no track with that name.")
    return _("Nothing says into which track this person goes.")


def _plan(row: MappedRow, roles: list[str], known: Known, options: Options, track: str) -> RowPlan:
    person = known.people.get(row["email"])
    states = states_after(roles, person, known, options, track)
    wanted = after(row, options, states)
    if person is None:
        return RowPlan.new(row, after=wanted)
    return RowPlan.compare(
        row, person, before=before(row, person, known, roles, track), after=wanted
    )
