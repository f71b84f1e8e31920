"""What waits for those who run a program: runs, offers, circles, terms, and people in need of somebody."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.design.cards import Card
from engagements.selectors.terms import coming
from matching.adapter import is_peers
from matching.enums import MATCHABLE, OfferState, ProposalState, RunState
from matching.models import MatchPolicy, MatchRun, Offer
from matching.selectors.asking import count_without_anybody, is_asking
from matching.selectors.board import SOON
from matching.selectors.circle_offers import standings
from matching.selectors.partners import mentees_in_need
from programs.enums import SEEKING, EnrolmentState, Format, Stage
from programs.models import Cohort, Track
from programs.visibility import run_by

LATELY = timedelta(days=14)


def of_runner(request: HttpRequest) -> Iterator[Card]:
    """Runs to review, people to match, offers that need a word."""
    now = timezone.now()
    yield from _runs(request)
    yield from _to_match(request)
    yield from _small_circles(request)
    yield from _to_pair_again(request)
    yield from _to_change(request, timezone.localdate())
    offers = Offer.objects.filter(run_by(request.user, "proposal__run__cohort__program"))
    offers = offers.filter(publication__isnull=False)
    yield from _offers(offers, now)


def _runs(request: HttpRequest) -> Iterator[Card]:
    rows = MatchRun.objects.filter(run_by(request.user, "cohort__program"))
    rows = rows.exclude(state__in=[RunState.CANCELLED, RunState.ASKED]).select_related(
        "cohort__program", "track"
    )
    seen = set()
    for run in rows.filter(cohort__stage__in=MATCHABLE)[:200]:
        place = (run.cohort_id, run.track_id)
        if place not in seen and run.state in (RunState.READY, RunState.FAILED):
            yield _run(run)
        seen.add(place)


def _run(run: MatchRun) -> Card:
    ready = run.state == RunState.READY
    pairs = run.facts.get("matched", 0)
    text = ngettext("%(n)d pair waits for your review.", "%(n)d pairs wait for your review.", pairs)
    return Card(
        title=f"{run.cohort.program.name}, {run.cohort.name}",
        text=text % {"n": pairs} if ready else _("The match run did not come through."),
        url=reverse("matching:run", args=[run.pk]),
        action_label=_("Review the pairs") if ready else _("See what happened"),
        urgency=68 if ready else 75,
        icon="puzzle-piece",
        tone="neutral" if ready else "warning",
        count=pairs if ready else None,
    )


def _to_match(request: HttpRequest) -> Iterator[Card]:
    """Cohorts at the stage of matching that nobody has run, unless mentees still ask themselves."""
    now = timezone.now()
    selected = Q(enrolments__state=EnrolmentState.SELECTED)
    selected &= ~Q(enrolments__track__format=Format.FLASH)  # there people book
    mentees = selected & Q(enrolments__role__in=SEEKING)
    rows = Cohort.objects.filter(run_by(request.user, "program"), stage=Stage.MATCHING)
    rows = rows.exclude(match_runs__state__in=[RunState.READY, RunState.PUBLISHED])
    rows = rows.annotate(waiting=Count("enrolments", filter=mentees, distinct=True))
    found = list(rows.filter(waiting__gt=0).select_related("program"))
    used = MatchPolicy.objects.filter(in_use=True, program__in=[row.program_id for row in found])
    policies = {policy.program_id: policy for policy in used}
    ask = {row.pk for row in found if _asks(row, policies.get(row.program_id), now)}
    yield from _nobody_yet([row for row in found if row.pk in ask])
    for cohort in found:
        if cohort.pk in ask:
            continue
        count: int = cohort.waiting
        text = ngettext(
            "%(n)d person waits to be matched.", "%(n)d people wait to be matched.", count
        )
        yield _of(cohort, text, count, "cohort", _("Match them"), 66, "puzzle-piece")


def _asks(cohort: Cohort, policy: MatchPolicy | None, now: datetime) -> bool:
    return policy is not None and is_asking(cohort, now, policy)


def _small_circles(request: HttpRequest) -> Iterator[Card]:
    """Circles that can't begin without a word."""
    waiting = Q(match_runs__proposals__state=ProposalState.OFFERED)
    circles = waiting & Q(match_runs__track__format=Format.CIRCLE)
    rows = Cohort.objects.filter(run_by(request.user, "program")).filter(circles)
    found = list(rows.select_related("program").distinct())
    told = standings(found) if found else []
    short = Counter(each.leader.cohort_id for each in told if each.short)
    for cohort in found:
        n = short[cohort.pk]
        text = ngettext(
            "%(n)d circle can’t reach four members any more: begin with fewer, or call it off.",
            "%(n)d circles can’t reach four members any more: begin with fewer, or call them off.",
            n,
        )
        if n:
            yield _of(cohort, text, n, "board", _("Decide"), 70, "user-group")


def _nobody_yet(cohorts: list[Cohort]) -> Iterator[Card]:
    counts = count_without_anybody(cohorts) if cohorts else Counter()
    for cohort in cohorts:
        if not (count := counts[cohort.pk]):
            continue
        text = ngettext(
            "%(n)d person has asked nobody yet.", "%(n)d people have asked nobody yet.", count
        )
        label, icon = _("See who asked"), "chat-bubble-left-right"
        yield _of(cohort, text, count, "requests", label, 30, icon)


def _to_pair_again(request: HttpRequest) -> Iterator[Card]:
    """Mentees and peers of running cohorts whose relationship has ended, and who look for somebody."""
    rows = Cohort.objects.filter(run_by(request.user, "program"), stage=Stage.RUNNING)
    for cohort, count in mentees_in_need(rows.select_related("program")):
        text = ngettext(
            "%(n)d person needs a new partner.", "%(n)d people need a new partner.", count
        )
        yield _of(cohort, text, count, "cohort", _("Find somebody"), 65, "puzzle-piece")


def _of(
    cohort: Cohort, text: str, count: int, page: str, label: str, urgency: int, icon: str
) -> Card:
    """So many people of a cohort wait for something; `page` is where it is done."""
    title = f"{cohort.program.name}, {cohort.name}"
    url = reverse(f"matching:{page}", args=[cohort.pk])
    return Card(title, text % {"n": count}, url, label, urgency, icon, count)


def _to_change(request: HttpRequest, today: date) -> Iterator[Card]:
    """Tracks whose mentors change soon, or should have."""
    rows = Cohort.objects.filter(run_by(request.user, "program"), stage=Stage.RUNNING)
    tells = Q(mentors_change_on__isnull=False) | Q(program__tracks__mentor_term_months__gt=0)
    rows = rows.filter(tells).distinct().select_related("program")
    for cohort, track, day in coming(rows.prefetch_related("program__tracks"), today, LATELY):
        yield _change(cohort, track, day, today)


def _change(cohort: Cohort, track: Track, day: date, today: date) -> Card:
    said = (
        _("Mentors change on %(day)s.") if day > today else _("Mentors were to change on %(day)s.")
    )
    if is_peers(track):
        said = (
            _("Partners change on %(day)s.")
            if day > today
            else _("Partners were to change on %(day)s.")
        )
    return Card(
        title=f"{cohort.program.name}, {cohort.name}: {track.name}",
        text=said % {"day": date_format(day, "DATE_FORMAT")},
        url=reverse("matching:term", args=[cohort.pk, track.pk]),
        action_label=_("See what would happen"),
        urgency=30 if day > today else 67,
        icon="arrows-right-left",
    )


def _offers(offers: "QuerySet[Offer]", now: datetime) -> Iterator[Card]:
    gone = Q(state__in=[OfferState.DECLINED, OfferState.EXPIRED])
    late = Q(state=OfferState.OPEN, expires_at__lte=now + SOON)
    lost = gone & (Q(answered_at__gte=now - LATELY) | Q(expires_at__gte=now - LATELY))
    cohort_of = "proposal__run__cohort"
    names = (cohort_of, f"{cohort_of}__name", f"{cohort_of}__program__name")
    found = offers.values_list(*names).annotate(
        gone=Count("pk", filter=lost),
        late=Count("pk", filter=late),
        asked=Count("pk", filter=Q(state=OfferState.OPEN, expires_at__gt=now + SOON)),
    )
    for cohort, name, program, lost_count, late_count, asked_count in found.order_by(*names):
        url, title = reverse("matching:board", args=[cohort]), f"{program}, {name}"
        if lost_count:
            yield _lost(title, url, lost_count)
        if late_count:
            yield _late(title, url, late_count)
        if asked_count:
            yield _asked(title, url, asked_count)


def _lost(title: str, url: str, count: int) -> Card:
    text = ngettext(
        "%(n)d offer was declined or not answered: run again for those who are left.",
        "%(n)d offers were declined or not answered: run again for those who are left.",
        count,
    )
    return Card(title, text % {"n": count}, url, _("See the offers"), 64, "arrow-path", count)


def _late(title: str, url: str, count: int) -> Card:
    text = ngettext(
        "%(n)d offer ends within two days without an answer.",
        "%(n)d offers end within two days without an answer.",
        count,
    )
    return Card(title, text % {"n": count}, url, _("See the offers"), 62, "clock", count)


def _asked(title: str, url: str, count: int) -> Card:
    text = ngettext(
        "%(n)d person has been asked and has time to answer.",
        "%(n)d people have been asked and have time to answer.",
        count,
    )
    return Card(title, text % {"n": count}, url, _("See the offers"), 15, "paper-airplane", count)
