"""A pair as the review shows it, and the other mentors that its mentee could have."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from matching import reasons
from matching.engine import Objective
from matching.engine.score import in_words
from matching.enums import DecisionKind
from matching.models import MatchRun, PairDecision, Proposal
from programs.models import Enrolment

OBJECTIVE = Objective()


def word_of(quality: int) -> reasons.Word:
    """A quality in a word."""
    return reasons.WORDS[in_words(quality, OBJECTIVE)]


@dataclass(frozen=True)
class Alternative:
    """Another mentor for a mentee, compared with the one proposed."""

    mentor: Enrolment
    quality: int
    word: reasons.Word
    difference: int
    full: bool
    kept: bool
    vetoed: bool
    taken_by: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """One pair as the review shows it."""

    proposal: Proposal
    word: reasons.Word
    reasons: tuple[str, ...]
    counter: str
    alternatives: tuple[Alternative, ...]
    decision: PairDecision | None
    ruled_out: tuple[tuple[PairDecision, Enrolment], ...]
    instead: Enrolment | None
    before: str

    @cached_property
    def mark(self) -> str:
        """Another one whenever the row shows something else."""
        return digest_of(
            self.mentor.pk,
            self.proposal.quality,
            self.reasons,
            self.counter,
            self.instead and self.instead.pk,
            self.before,
            self.decision and self.decision.pk,
            [each.pk for each, _mentor in self.ruled_out],
            [
                (each.mentor.pk, each.full, each.kept, each.vetoed, each.taken_by)
                for each in self.alternatives
            ],
        )

    @property
    def mentee(self) -> Enrolment:
        """Who is to learn."""
        return self.proposal.mentee

    @property
    def mentor(self) -> Enrolment:
        """Who is to guide."""
        return self.proposal.mentor

    @property
    def mentee_note(self) -> str:
        """What they are here, and where they work."""
        return _note(self.mentee)

    @property
    def mentor_note(self) -> str:
        """What they are here, and where they work."""
        return _note(self.mentor)

    @property
    def kept(self) -> bool:
        """Whether somebody wants this pair to stay."""
        return self.decision is not None and self.decision.kind == DecisionKind.LOCK

    @property
    def vetoed(self) -> bool:
        """Whether somebody has ruled it out."""
        return self.decision is not None and self.decision.kind == DecisionKind.VETO

    @property
    def reviewed(self) -> bool:
        """Whether somebody has looked at it and let it be."""
        return self.decision is not None and self.decision.kind == DecisionKind.SEEN


def cannot_be(run: MatchRun, decision: tuple[object, object]) -> bool:
    """Whether the run has named these two, mentee and mentor, as a pair that can't be kept."""
    two = {str(each) for each in decision}
    found = run.facts.get("issues", [])
    return any(each["code"].startswith("lock") and two.issubset(each["ids"]) for each in found)


def digest_of(*shown: object) -> str:
    """A few letters for what is shown, in place of it."""
    return blake2b(repr(shown).encode(), digest_size=6).hexdigest()


def _note(enrolment: Enrolment) -> str:
    unit, role = enrolment.person.business_unit, enrolment.get_role_display()
    return f"{role} · {unit.name}" if unit else role
