"""Who asks a mentor themselves in the sample, and whom the owner has pinned."""

from datetime import datetime

from matching.enums import MatchMode
from matching.models import MatchPolicy
from matching.selectors.choices import candidates_for
from matching.selectors.policies import weights_of
from matching.services import pins, policies, requests
from matching.services.policies import Rules
from mentorship.sample.program import account
from mentorship.sample.season import Season
from mentorship.sample.words import texts
from programs.enums import ParticipantRole
from programs.models import Enrolment, Track


def let_ask(season: Season, now: datetime) -> None:
    """From now on mentees may ask a mentor themselves; whoever is left is matched afterwards."""
    running = season.running
    there = MatchPolicy.objects.get(program=running.program, in_use=True)
    facts = Rules.of(there)
    rules = Rules(**{**vars(facts), "mode": MatchMode.HYBRID})
    policies.save(
        program=running.program, weights=weights_of(there), rules=rules, by=running.owner, now=now
    )


def ask(season: Season, now: datetime) -> None:
    """The first who may asks the mentor who fits best; the answer is still to come."""
    for mentee in _waiting(season, season.running.tracks[0]):
        best = candidates_for(mentee, now).mentors
        if best:
            requests.ask(
                mentee=mentee, mentor=_row(best[0]), words=texts("formats")["request"]["words"],
                by=account(mentee.person), now=now,
            )  # fmt: skip
            return


def pin(season: Season, now: datetime) -> None:
    """The owner wants two together who would do well, though not best: before any run."""
    for mentee in _waiting(season, season.running.tracks[0]):
        best = candidates_for(mentee, now).mentors
        if len(best) > 1:
            pins.pin(mentee=mentee, mentor=_row(best[1]), by=season.running.owner, now=now)
            return


def _waiting(season: Season, track: Track) -> list[Enrolment]:
    rows = Enrolment.objects.filter(
        cohort=season.there(), track=track, role=ParticipantRole.MENTEE, state="selected"
    )
    return list(rows.select_related("person__user", "cohort__program", "track").order_by("pk"))


def _row(key: str) -> Enrolment:
    return Enrolment.objects.select_related("person__user").get(pk=key)
