"""What a step of a cohort means: what happens, what may be a mistake, what stands in its way."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Cohort, Enrolment
from programs.selectors.sides import roles_of
from programs.selectors.tiers import count_kept_out
from programs.stages import Finding, Weight


def ahead(cohort: Cohort, to: Stage) -> list[Finding]:
    """What the step forward to `to` means for this cohort."""
    return _AHEAD[to](cohort)


def back(to: Stage) -> list[Finding]:
    """What the step back to `to` means."""
    kept = _("Nobody gets a mail, and nothing that people entered is lost.")
    return [Finding(Weight.EFFECT, kept), Finding(Weight.EFFECT, _BACK[to])]


def _count(cohort: Cohort, *states: EnrolmentState, **more: str) -> int:
    return Enrolment.objects.filter(cohort=cohort, state__in=states, **more).count()


def _to_open(cohort: Cohort) -> list[Finding]:
    found = [Finding(Weight.EFFECT, _("Everybody sees the cohort in the catalogue and can apply."))]
    if cohort.program.published_at is None:
        found.append(Finding(Weight.BLOCK, _("The program is not published yet.")))
    if not cohort.program.tracks.exists():
        found.append(Finding(Weight.BLOCK, _("The program has no track yet.")))
    return found


def _to_selecting(cohort: Cohort) -> list[Finding]:
    found = [Finding(Weight.EFFECT, _("Sign-up ends. Nobody can apply or change an answer."))]
    if silent := _count(cohort, EnrolmentState.INVITED, EnrolmentState.STARTED):
        text = ngettext(
            "%(n)d person has not answered the invitation or not finished applying.",
            "%(n)d people have not answered the invitation or not finished applying.",
            silent,
        )
        found.append(Finding(Weight.WARNING, text % {"n": silent}))
    if not _count(cohort, EnrolmentState.APPLIED, EnrolmentState.SELECTED):
        found.append(Finding(Weight.WARNING, _("Nobody has applied yet.")))
    return found


def _to_matching(cohort: Cohort) -> list[Finding]:
    found = [Finding(Weight.EFFECT, _("Everybody learns what was decided about them."))]
    if undecided := _count(cohort, EnrolmentState.APPLIED):
        text = ngettext(
            "%(n)d application has no decision yet.",
            "%(n)d applications have no decision yet.",
            undecided,
        )
        found.append(Finding(Weight.BLOCK, text % {"n": undecided}))
    found += [
        Finding(Weight.WARNING, _NOBODY_AS[role])
        for role in roles_of(cohort.program)
        if not _count(cohort, EnrolmentState.SELECTED, role=role)
    ]
    return found + _kept_out(cohort)


def _kept_out(cohort: Cohort) -> list[Finding]:
    untrained, below = count_kept_out(cohort, timezone.localdate())
    url = reverse("programs:mentors", args=[cohort.pk])
    texts = [
        (
            untrained,
            ngettext(
                "%(n)d mentor has not done the training of their tier, and can’t be matched before.",
                "%(n)d mentors have not done the training of their tier, and can’t be matched before.",
                untrained,
            ),
            url + "?show=untrained",
        ),
        (
            below,
            ngettext(
                "%(n)d mentor is below the tier that their track wants, or has none decided yet.",
                "%(n)d mentors are below the tier that their track wants, or have none decided yet.",
                below,
            ),
            url,
        ),
    ]
    return [Finding(Weight.WARNING, text % {"n": n}, where) for n, text, where in texts if n]


_NOBODY_AS = {
    ParticipantRole.MENTOR: gettext_lazy("No mentor is selected."),
    ParticipantRole.MENTEE: gettext_lazy("No mentee is selected."),
    ParticipantRole.PEER: gettext_lazy("No peer is selected."),
}


def _to_running(cohort: Cohort) -> list[Finding]:
    return [Finding(Weight.EFFECT, _("Participants are reminded of their milestones from now on."))]


def _to_closing(cohort: Cohort) -> list[Finding]:
    return [Finding(Weight.EFFECT, _("Reminders of milestones stop. Pairs hold their last talk."))]


def _to_closed(cohort: Cohort) -> list[Finding]:
    staying = _count(cohort, EnrolmentState.SELECTED)
    text = ngettext(
        "%(n)d participant has completed the program.",
        "%(n)d participants have completed the program.",
        staying,
    )
    return [Finding(Weight.EFFECT, text % {"n": staying})]


_AHEAD = {
    Stage.OPEN: _to_open,
    Stage.SELECTING: _to_selecting,
    Stage.MATCHING: _to_matching,
    Stage.RUNNING: _to_running,
    Stage.CLOSING: _to_closing,
    Stage.CLOSED: _to_closed,
}


_BACK = {
    Stage.DRAFT: gettext_lazy("The cohort leaves the catalogue. Applications are kept."),
    Stage.OPEN: gettext_lazy("People can apply and change their answers again."),
    Stage.SELECTING: gettext_lazy("Decisions can be changed; what people were told, they know."),
    Stage.MATCHING: gettext_lazy("Reminders of milestones stop. Relationships are kept."),
    Stage.RUNNING: gettext_lazy("Reminders of milestones start again."),
    Stage.CLOSING: gettext_lazy("Participants no longer count as having completed it."),
}
