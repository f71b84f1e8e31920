"""What the review of a run shows: its pairs, what humans decided, who moved."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from matching import reasons
from matching.adapter import both_sides, is_peers
from matching.differences import Difference, Moved, of_step, of_steps
from matching.engine import Quality
from matching.enums import DecisionKind, StepKind
from matching.models import DraftStep, MatchDraft, MatchRun, PairDecision, Proposal
from matching.selectors.names import PEOPLE, Names
from matching.selectors.pairs import OBJECTIVE, Alternative, Row, cannot_be, word_of
from matching.selectors.policies import Ruled
from programs.models import Enrolment

#: With how many of a mentor's mentees a swap is offered.
SWAPS = 3
#: What a row shows of its people beside their names.
NOTED = ("person__business_unit__name", "person__sort_key")
LATELY = 200


class Review:
    """Everything about one run that its pages ask; each part is read once, when first asked."""

    def __init__(self, run: MatchRun) -> None:
        self.run = run
        self._called = Names(run)
        self._taken: dict[str, list[str]] = {}

    @cached_property
    def draft(self) -> MatchDraft:
        """With the version that decisions are made on."""
        return MatchDraft.objects.get(run=self.run)

    @cached_property
    def earlier(self) -> dict[str, str]:
        """Mentee → mentor as the run before had it at last; without one, as this run proposed it."""
        if not self.run.previous_id:
            return both_sides(self.run.track, self.draft.baseline)
        draft = MatchDraft.objects.filter(run=self.run.previous_id).first()
        return both_sides(self.run.track, draft.assignment) if draft else {}

    @cached_property
    def after(self) -> dict[str, str]:
        """Mentee → mentor as the draft stands; a peer on either side."""
        return both_sides(self.run.track, self.draft.assignment)

    @cached_property
    def of_peers(self) -> bool:
        """Whether all are of one side."""
        return is_peers(self.run.track)

    @cached_property
    def steps(self) -> list[DraftStep]:
        """What was pressed lately, the last first."""
        return list(
            DraftStep.objects.filter(draft=self.draft).select_related("by__person")[:LATELY]
        )

    @property
    def difference(self) -> Difference | None:
        """What the last step changed; None before the first."""
        self._know_those_of(self.steps[:1])
        return of_step(self.steps[0], self.name) if self.steps else None

    @property
    def undoable(self) -> DraftStep | None:
        """The step that is taken back next."""
        live = (each for each in self.steps if not each.undone_at and each.kind != StepKind.UNDO)
        return next(live, None)

    def since(self, version: int) -> Difference:
        """What others changed since somebody looked at this version."""
        later = [each for each in self.steps if each.version > version]
        self._know_those_of(later)
        return of_steps(reversed(later), self.name)

    @cached_property
    def decisions(self) -> list[PairDecision]:
        """What is decided now, without the reasons."""
        rows = PairDecision.objects.filter(run=self.run, undone_at=None)
        return list(rows.defer("reason").select_related("by__person"))

    @cached_property
    def people(self) -> dict[str, Enrolment]:
        """Everybody of the cohort's track, by key."""
        rows = Enrolment.objects.filter(cohort=self.run.cohort_id, track=self.run.track_id)
        rows = rows.select_related("person__business_unit")
        return {str(row.pk): row for row in rows}

    @cached_property
    def names(self) -> dict[str, str]:
        """What everybody of the cohort's track is called, by the key of their enrolment."""
        return self._called.everybody()

    def those(self, keys: Iterable[str]) -> "QuerySet[Enrolment]":
        """These enrolments with their people: of a large cohort a page shows few."""
        rows = Enrolment.objects.filter(
            pk__in=set(keys), cohort=self.run.cohort_id, track=self.run.track_id
        )
        return rows.select_related("person__business_unit")

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Names of competencies, units and languages."""
        return reasons.names()

    def name(self, key: str) -> str:
        """Who an enrolment belongs to. Pages that name many say so first, by `_know_those_of`."""
        return self._called(key)

    def _know_those_of(self, steps: Iterable[DraftStep]) -> None:
        for step in steps:
            moves = ({each["mentee"], each["before"], each["after"]} for each in step.moves)
            acted = {str(key) for key in (step.mentee_id, step.mentor_id) if key}
            self._called.know(acted.union(*moves))

    @cached_property
    def moved(self) -> list[Moved]:
        """Who has another mentor than in the run before, by name."""
        if not self.run.previous_id:
            return []
        after = self.after
        moves = [(key, before, after.get(key, "")) for key, before in self._differences()]
        self._called.know(key for move in moves for key in move)
        found = [Moved(self.name(a), self.name(b), self.name(c)) for a, b, c in moves]
        return sorted(found, key=lambda move: move.mentee)

    def _know_taken(self, mentors: Collection[str]) -> None:
        """Who is with these mentors now: those whom a page names, of thousands."""
        self._taken = {mentor: [] for mentor in mentors}
        for mentee, mentor in self.after.items():
            if mentor in mentors:
                self._taken[mentor].append(mentee)

    @cached_property
    def reviewed(self) -> int:
        """How many pairs somebody has looked at: reviewed, or kept."""
        after = self.after
        held = [each for each in self.decisions if each.kind != DecisionKind.VETO]
        return sum(after.get(str(each.mentee_id)) == str(each.mentor_id) for each in held)

    def _differences(self) -> list[tuple[str, str]]:
        after = self.after
        keys = self.earlier.keys() | after.keys()
        pairs = [(key, self.earlier.get(key, "")) for key in keys]
        return [(key, mentor) for key, mentor in pairs if mentor != after.get(key, "")]

    def _narrowed(self, show: str) -> Q:
        """What a list of pairs is narrowed to; each is made when asked for, some look at all pairs."""
        if show == "weak":
            return Q(quality__lt=OBJECTIVE.good)
        if show == "kept":
            return self._decided_as(DecisionKind.LOCK)
        if show == "unseen":
            return ~(self._decided_as(DecisionKind.LOCK) | self._decided_as(DecisionKind.SEEN))
        if show == "vetoed":
            out = [each for each in self.decisions if each.kind == DecisionKind.VETO]
            sides = [[each.mentee_id for each in out], [each.mentor_id for each in out]]
            return self._about({key for side in sides[: 1 + self.of_peers] for key in side})
        if show == "changed":
            return self._about({key for key, _mentor in self._differences()})
        return Q()

    def _decided_as(self, kind: str) -> Q:
        found = Q(pk__in=[])
        for each in self.decisions:
            if each.kind == kind:
                found |= Q(mentor=each.mentor_id, mentee=each.mentee_id)
        return found

    def _about(self, keys: Collection[str] | Collection[UUID]) -> Q:
        """Pairs of these mentees, or of these peers on either side."""
        mentees = Q(mentee__in=keys)
        return mentees | Q(mentor__in=keys) if self.of_peers else mentees

    def proposals(self, show: str = "all", words: str = "") -> "QuerySet[Proposal]":
        """The pairs of one filter, by name; the weakest first where quality is the question."""
        rows = Proposal.objects.filter(self._narrowed(show), run=self.run)
        for word in words.split():
            mentee = Q(mentee__person__sort_key__icontains=word)
            rows = rows.filter(mentee | Q(mentor__person__sort_key__icontains=word))
        first = ("quality",) if show == "weak" else ()
        return rows.order_by(*first, "mentee__person__sort_key", "pk")

    def rows(self, proposals: Iterable[Proposal]) -> list[Row]:
        """The pairs with everything that is shown of them."""
        found = list(proposals)
        named = self.those(key for each in found for key in self._named(each))
        people = {str(row.pk): row for row in named.only("role", *PEOPLE, *NOTED)}
        self._know_taken({each["mentor"] for one in found for each in one.alternatives})
        self._called.know(key for each in found for key in self._mentioned(each))
        return [self._row(each, people) for each in found]

    def _named(self, proposal: Proposal) -> Iterable[str]:
        """Everybody whom a row may name."""
        yield from (str(proposal.mentee_id), str(proposal.mentor_id))
        yield from (each["mentor"] for each in proposal.alternatives)
        yield from self.decided(str(proposal.mentee_id))

    def _mentioned(self, proposal: Proposal) -> Iterable[str]:
        """Everybody of whom a row shows the name alone."""
        yield self.earlier.get(str(proposal.mentee_id), "")
        for each in proposal.alternatives:
            yield from self._to_swap_with(each["mentor"])

    def _to_swap_with(self, mentor: str) -> list[str]:
        return self._taken[mentor][:SWAPS]

    def _row(self, proposal: Proposal, people: Mapping[str, Enrolment]) -> Row:
        mentee, mentor = str(proposal.mentee_id), str(proposal.mentor_id)
        proposal.mentee, proposal.mentor = people[mentee], people[mentor]
        decided = self.decided(mentee)
        known = self._known_of(proposal)
        locked = [key for key, each in decided.items() if each.kind == DecisionKind.LOCK]
        other = next((people.get(key) for key in locked if key != mentor), None)
        before = self.earlier.get(mentee, mentor)
        out = [(each, key) for key, each in decided.items() if each.kind == DecisionKind.VETO]
        counter = [reasons.speaks_against(each, known) for each in proposal.counter_reasons]
        return Row(
            proposal=proposal,
            word=word_of(proposal.quality),
            reasons=tuple(reasons.speaks_for(each, known) for each in proposal.reasons),
            counter=counter[0] if counter else "",
            alternatives=tuple(self._alternatives(proposal, decided, people)),
            decision=decided.get(mentor),
            ruled_out=tuple((each, people[key]) for each, key in out if key in people),
            instead=other,
            before=self.name(before) if before != mentor else "",
        )

    def decided(self, key: str) -> dict[str, PairDecision]:
        """What is decided about a mentee, or about a peer on either side, by the other one's key."""
        found = {str(d.mentor_id): d for d in self.decisions if str(d.mentee_id) == key}
        if self.of_peers:
            found |= {str(d.mentee_id): d for d in self.decisions if str(d.mentor_id) == key}
        return found

    def _known_of(self, proposal: Proposal) -> Mapping[str, str]:
        """With what two peers are called: their reasons have no roles to go by."""
        if not self.of_peers:
            return self.known
        two = (proposal.mentee.person, proposal.mentor.person)
        return reasons.of_two(self.known, *(one.given_name or one.name for one in two))

    def _alternatives(
        self,
        proposal: Proposal,
        decided: Mapping[str, PairDecision],
        people: Mapping[str, Enrolment],
    ) -> Iterable[Alternative]:
        """Whether there is room is told as it is now: others may have moved since."""
        for each in proposal.alternatives:
            key = each["mentor"]
            row, decision, slot = people.get(key), decided.get(key), self.draft.slots.get(key)
            if row is not None:
                full = slot["used"] >= slot["of"] if slot else each["full"]
                full = key in self.after if self.of_peers else full
                yield Alternative(
                    mentor=row,
                    quality=each["quality"],
                    word=word_of(each["quality"]),
                    difference=each["difference"],
                    full=full,
                    kept=decision is not None and decision.kind == DecisionKind.LOCK,
                    vetoed=decision is not None and decision.kind == DecisionKind.VETO,
                    taken_by=tuple((who, self.name(who)) for who in self._to_swap_with(key))
                    if full
                    else (),
                )

    def rules(self) -> list[Ruled]:
        """What each hard rule removed."""
        return [Ruled.of(each) for each in self.run.facts.get("rules", [])]

    def issues(self) -> list[str]:
        """What was wrong with the input."""
        return [reasons.issue(each, self.names) for each in self.run.facts.get("issues", [])]

    def qualities(self) -> list[tuple[reasons.Word, int]]:
        """How many pairs of each word."""
        counts = self.run.facts.get("words", {})
        return [(reasons.WORDS[word], counts.get(str(word), 0)) for word in Quality]

    def wishes(self) -> list[tuple[PairDecision, str, str]]:
        """All live locks and vetoes with names: decision, mentee, mentor."""
        self._called.know(str(key) for d in self.decisions for key in (d.mentee_id, d.mentor_id))
        return [
            (each, self.name(str(each.mentee_id)), self.name(str(each.mentor_id)))
            for each in self.decisions
            if each.kind != DecisionKind.SEEN
        ]

    def pending(self) -> int:
        """Locks and vetoes that the pairs don't follow, and another run might: what stands against
        the others is said among the issues.
        """
        after, locks = self.after, DecisionKind.LOCK
        return sum(
            (after.get(str(each.mentee_id)) == str(each.mentor_id)) != (each.kind == locks)
            and not cannot_be(self.run, (each.mentee_id, each.mentor_id))
            for each in self.decisions
            if each.kind != DecisionKind.SEEN
        )


def reasons_written(run: MatchRun) -> dict[UUID, str]:
    """Why pairs were ruled out, by decision, in the words of who did; for those who match only."""
    rows = PairDecision.objects.filter(run=run, undone_at=None, kind=DecisionKind.VETO)
    return {row.pk: row.reason for row in rows if row.reason}
