"""What publishing a run would do: whom it asks, by which mail, whom it can't reach."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.enums import MemberRole
from engagements.models import EngagementMember
from matching.adapter import is_circle, is_peers, meets
from matching.adapter.capacity import free_places
from matching.adapter.problem import who_waits
from matching.adapter.tiers import barred
from matching.engine import Objective
from matching.engine.grouped import SMALLEST
from matching.enums import MATCHABLE, DecisionKind
from matching.models import MatchRun, Offer, PairDecision, Proposal, UnmatchedPerson
from matching.selectors.pairs import cannot_be
from participants.enums import PersonStatus
from participants.models import Person
from programs.enums import SEEKING, EnrolmentState
from programs.models import Enrolment
from programs.services.announcements import recipient_of


@dataclass(frozen=True)
class Letter:
    """The mail that one mentor or peer would get, with all the pairs it is about.

    `leads_with` names whose circle it is, for who would lead one as the second.
    """

    person: Person
    recipient: Any
    pairs: tuple[Proposal, ...]
    leads_with: str = ""

    @property
    def names(self) -> str:
        """The mentees it is about, or the other peer; the mail itself names nobody."""
        sides = ((pair.mentee.person, pair.mentor.person) for pair in self.pairs)
        return ", ".join((b if a == self.person else a).name for a, b in sides)


@dataclass(frozen=True)
class PublishPreview:
    """Everything that publishing would do; nothing has been done."""

    run: MatchRun
    pairs: tuple[Proposal, ...]
    left_out: tuple[Proposal, ...]
    letters: tuple[Letter, ...]
    left_over: tuple[Person, ...]
    told_before: int
    unreachable: tuple[Person, ...]
    without_account: tuple[Person, ...]
    warnings: tuple[str, ...]

    @property
    def seconds(self) -> list[tuple[Proposal, Enrolment]]:
        """Whoever would lead a circle as the second, with the first of its proposals."""
        first: dict[Any, Proposal] = {}
        for each in sorted(self.pairs, key=lambda pair: pair.pk):
            first.setdefault(each.mentor_id, each)
        return [
            (each, each.second)
            for each in first.values()
            if each.second is not None and _takes_part(each.second)
        ]


def preview(run: MatchRun) -> PublishPreview:
    """What `publish` would do with the run as it is now."""
    rows = Proposal.objects.filter(run=run).select_related(
        "mentor__person__user",
        "mentee__person__user",
        "mentor__tier__training",
        "second__person__user",
    )
    rows = rows.defer("reasons", "counter_reasons", "alternatives")  # thousands, and nobody asks
    decided = {
        (row.mentor_id, row.mentee_id): row.kind
        for row in PairDecision.objects.filter(run=run, undone_at=None)
    }
    proposals = list(rows)
    for each in proposals:
        each.mentor.track = run.track
    going = tuple(each for each in proposals if _stays(each, decided))
    left = tuple(each for each in proposals if not _stays(each, decided))
    letters = _letters(going, peers=is_peers(run.track))
    people, without = _everybody(going), list(_left(run).annotate(told=Exists(_told())))
    return PublishPreview(
        run=run,
        pairs=going,
        left_out=left,
        letters=tuple(each for each in letters if each.recipient),
        left_over=_hearing(without),
        told_before=sum(row.told for row in without),
        unreachable=tuple(each for each in people if not recipient_of(each)),
        without_account=tuple(each for each in people if recipient_of(each) and not each.user_id),
        warnings=tuple(_warnings(run, going, left, proposals, decided)),
    )


def _hearing(without: Iterable[Any]) -> tuple[Person, ...]:
    """Who is told that nobody was found for them: those who can be reached, and have not been told
    before with nothing happening to them since.
    """
    people = (row.enrolment.person for row in without if not row.told)
    return tuple(person for person in people if recipient_of(person))


def _left(run: MatchRun) -> "QuerySet[UnmatchedPerson]":
    """Who has nobody and still waits."""
    waiting = who_waits(run.cohort, run.track).filter(role__in=SEEKING)
    rows = UnmatchedPerson.objects.filter(
        run=run,
        enrolment__in=waiting.values("pk"),
        enrolment__person__status=PersonStatus.ACTIVE,
    )
    return rows.select_related("enrolment__person__user").defer("reasons")


def _told() -> "QuerySet[UnmatchedPerson]":
    """That the same was said to an UnmatchedPerson's mentee or peer, and nobody was offered to them
    since, nor did they meet anybody.
    """
    rows = UnmatchedPerson.objects.filter(enrolment=OuterRef("enrolment"), told_at__isnull=False)
    mine = Q(proposal__mentee=OuterRef("enrolment")) | Q(proposal__mentor=OuterRef("enrolment"))
    offered = Offer.objects.filter(mine, opened_at__gt=OuterRef("told_at"))
    offered = offered.filter(role__in=(MemberRole.MENTEE, MemberRole.PEER))
    met = EngagementMember.objects.filter(
        person=OuterRef("enrolment__person"),
        engagement__cohort=OuterRef("enrolment__cohort"),
        engagement__track=OuterRef("enrolment__track"),
        joined_at__gt=OuterRef("told_at"),
    )
    return rows.exclude(Exists(offered)).exclude(Exists(met))


def asked_of(run: MatchRun, person: Person) -> int:
    """About how many pairs a mentor or peer would be asked, in one query."""
    vetoes = PairDecision.objects.filter(
        run=run, undone_at=None, kind=DecisionKind.VETO, mentee=OuterRef("mentee")
    )
    sides: dict[str, Any] = {}
    for side in ("mentor", "mentee"):
        sides[f"{side}__state"] = EnrolmentState.SELECTED
        sides[f"{side}__person__status"] = PersonStatus.ACTIVE
    asked = Q(mentor__person=person)
    if is_peers(run.track):
        asked |= Q(mentee__person=person)
    rows = Proposal.objects.filter(asked, run=run, **sides)
    return rows.exclude(Exists(vetoes.filter(mentor=OuterRef("mentor")))).count()


def _stays(proposal: Proposal, decided: dict[Any, str]) -> bool:
    vetoed = decided.get((proposal.mentor_id, proposal.mentee_id)) == DecisionKind.VETO
    return not vetoed and all(_takes_part(each) for each in (proposal.mentor, proposal.mentee))


def _takes_part(enrolment: Any) -> bool:
    selected = enrolment.state == EnrolmentState.SELECTED
    return bool(selected and enrolment.person.status == PersonStatus.ACTIVE)


def _letters(pairs: tuple[Proposal, ...], *, peers: bool) -> list[Letter]:
    """To those who are asked first: the mentors, or all peers."""
    asked: dict[Person, list[Proposal]] = {}
    for each in pairs:
        for side in (each.mentor, each.mentee) if peers else (each.mentor,):
            asked.setdefault(side.person, []).append(each)
    found = [Letter(one, recipient_of(one), tuple(about)) for one, about in asked.items()]
    for letter in tuple(found):
        second = letter.pairs[0].second
        if second is not None and _takes_part(second):
            also, name = second.person, letter.person.name
            found.append(Letter(also, recipient_of(also), letter.pairs, name))
    return sorted(found, key=lambda letter: (letter.person.sort_key, str(letter.person.pk)))


def _everybody(pairs: tuple[Proposal, ...]) -> list[Person]:
    sides = (each for pair in pairs for each in (pair.mentor, pair.mentee, pair.second) if each)
    people = {each.person_id: each.person for each in sides}
    return sorted(people.values(), key=lambda person: (person.sort_key, str(person.pk)))


def _warnings(
    run: MatchRun,
    going: tuple[Proposal, ...],
    left: tuple[Proposal, ...],
    proposals: list[Proposal],
    decided: dict[Any, str],
) -> list[str]:
    proposed = {(each.mentor_id, each.mentee_id) for each in proposals}
    locks = {pair for pair, kind in decided.items() if kind == DecisionKind.LOCK} - proposed
    never = {(mentor, mentee) for mentor, mentee in locks if cannot_be(run, (mentee, mentor))}
    weak = sum(each.quality < Objective().acceptable for each in going)
    counts = [
        (len(locks - never), _wished),
        (len(never), _never),
        (len(left), _left_out),
        (weak, _weak),
        (_over(run, going), _taken if is_peers(run.track) else _full),
        (_small(run, going), _too_small),
        (_barred(run, going), _kept_out),
    ]
    said = [words(n) for n, words in counts if n]
    if run.cohort.stage not in MATCHABLE:
        said.append(_("The cohort is not at the stage of matching: offers can't go out now."))
    return said


def _over(run: MatchRun, going: tuple[Proposal, ...]) -> int:
    """Mentors with fewer free places than pairs by now; of peers, pairs of whom one has a place."""
    if is_peers(run.track):
        free_peers = set(who_waits(run.cohort, run.track).values_list("pk", flat=True))
        return sum(not {each.mentor_id, each.mentee_id} <= free_peers for each in going)
    wanted = Counter(each.mentor_id for each in going)
    mentors = {each.mentor_id: each.mentor for each in going}
    free = free_places(mentors.values(), run.cohort, run.track)
    return sum(free[key] < n for key, n in wanted.items())


def _barred(run: MatchRun, going: tuple[Proposal, ...]) -> int:
    """Mentors whom their tier, or its training, keeps out by now."""
    mentors = {each.mentor_id: each.mentor for each in going}
    return len(barred(mentors.values(), run.track, timezone.localdate()))


def _kept_out(n: int) -> str:
    return ngettext(
        "%(n)d mentor may not be matched by now: the training is not done, or the tier too low.",
        "%(n)d mentors may not be matched by now: the training is not done, or the tier too low.",
        n,
    ) % {"n": n}


def _small(run: MatchRun, going: tuple[Proposal, ...]) -> int:
    """Circles that would begin with too few."""
    if not is_circle(run.track):
        return 0
    sizes = Counter(str(each.mentor_id) for each in going)
    return sum(n < SMALLEST and key not in (meets(run) or ()) for key, n in sizes.items())


def _too_small(n: int) -> str:
    return ngettext(
        "%(n)d circle has fewer than four members.",
        "%(n)d circles have fewer than four members.",
        n,
    ) % {"n": n}


def _wished(n: int) -> str:
    return ngettext(
        "%(n)d pair that you kept is none any more: people have changed since. Run again first.",
        "%(n)d pairs that you kept are none any more: people have changed since. Run again first.",
        n,
    ) % {"n": n}


def _never(n: int) -> str:
    return ngettext(
        "%(n)d pair that you kept can't be: Rules and decisions says what stands against it.",
        "%(n)d pairs that you kept can't be: Rules and decisions says what stands against them.",
        n,
    ) % {"n": n}


def _left_out(n: int) -> str:
    return ngettext(
        "%(n)d pair is left out: ruled out, or one of them takes no part any more.",
        "%(n)d pairs are left out: ruled out, or one of them takes no part any more.",
        n,
    ) % {"n": n}


def _weak(n: int) -> str:
    return ngettext("%(n)d pair is weak.", "%(n)d pairs are weak.", n) % {"n": n}


def _taken(n: int) -> str:
    return ngettext(
        "Of %(n)d pair one has a place by now.", "Of %(n)d pairs one has a place by now.", n
    ) % {"n": n}


def _full(n: int) -> str:
    return ngettext(
        "%(n)d mentor has fewer free places than when you ran it.",
        "%(n)d mentors have fewer free places than when you ran it.",
        n,
    ) % {"n": n}
