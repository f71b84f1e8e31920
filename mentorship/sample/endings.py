"""How pairs of the sample rest or end, each in its own way and nobody at fault."""

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from engagements.enums import OPEN_STATES, ClosingReason, GoalState
from engagements.models import Engagement
from engagements.services import engagements, goals, partners
from mentorship.sample import careers, steps
from mentorship.sample.program import account
from mentorship.sample.stories import Story
from mentorship.sample.words import texts
from participants.models import Person
from programs.enums import EnrolmentState
from programs.models import Enrolment
from programs.services.enrolments import withdraw

if TYPE_CHECKING:
    from mentorship.sample.pairs import Pair

DAY = timedelta(days=1)
#: A goal that has come so far by the end is reached in the last weeks; the others are let go.
CLOSE_TO_IT = 60
FEW_SESSIONS = 7


def stop(pair: "Pair", now: datetime) -> None:
    """After the last session of a story: it rests, or it ends some days later."""
    if pair.story == Story.PAUSED:
        engagements.pause(engagement=pair.engagement, by=account(pair.mentee), now=now)
    if pair.story in (Story.ENDED, Story.NO_FIT):
        reason = ClosingReason.MOVED if pair.story == Story.ENDED else ClosingReason.FIT
        pair.clock.at(now + 4 * DAY, lambda at: _close(pair, reason, at, completed=False))
    if pair.story in (Story.LEAVER, Story.MENTOR_LEAVES):
        leaver = pair.mentee if pair.story == Story.LEAVER else pair.mentor
        pair.clock.at(now + 5 * DAY, lambda at: _leave(pair, leaver, at))


def plan_completion(pair: "Pair", now: datetime) -> None:
    """In the last week of the cohort they look back and close."""
    last = datetime.combine(pair.season.ends_on, time(10), UTC) - (1 + pair.number % 6) * DAY
    pair.clock.at(max(now + DAY, last), lambda at: _complete(pair, at))


def _complete(pair: "Pair", now: datetime) -> None:
    if pair.is_over():
        return
    by = account(pair.mentee)
    reached = 0
    for goal in pair.goals:
        goal.refresh_from_db()
        if goal.state == GoalState.OPEN and goal.progress >= CLOSE_TO_IT:
            goals.reach(goal=goal, by=by, now=now)
        elif goal.state == GoalState.OPEN:
            goals.let_go(goal=goal, by=by, now=now)
        reached += goal.progress >= CLOSE_TO_IT
    steps.reach_the_end(pair, now)
    good = reached and pair.held >= FEW_SESSIONS
    reason = ClosingReason.GOALS_REACHED if good else ClosingReason.TIME
    _close(pair, reason, now, completed=True)


def _close(pair: "Pair", reason: ClosingReason, now: datetime, *, completed: bool) -> None:
    if pair.is_over():
        return
    words, by = _words(pair, reason, "mentee"), account(pair.mentee)
    if reason == ClosingReason.FIT and by:
        partners.ask_for_another(engagement=pair.engagement, words=words, by=by, now=now)
    else:
        engagements.close(
            engagement=pair.engagement, category=reason, words=words, by=by, now=now,
            completed=completed,
        )  # fmt: skip

    def look_back(at: datetime) -> None:
        engagements.review(
            engagement=Engagement.objects.get(pk=pair.engagement.pk),
            words=_words(pair, reason, "mentor"), by=account(pair.mentor), now=at,
        )  # fmt: skip

    if pair.number % 4:
        pair.clock.at(now + DAY, look_back)


def _words(pair: "Pair", reason: ClosingReason, side: str) -> str:
    told = texts("pairs")["closing"][str(reason)][side]
    words: str = told[pair.number % len(told)]
    return words.format(mentor=pair.mentor.given_name, mentee=pair.mentee.given_name)


def _leave(pair: "Pair", leaver: Person, now: datetime) -> None:
    """HR notes it, the owner ends what the leaver was part of, and somebody else may take over."""
    running = pair.season.running
    careers.leave(running.staff, running.cast, leaver, now)
    owner = running.owner
    mine = Engagement.objects.filter(members__person=leaver, state__in=OPEN_STATES)
    for engagement in mine.distinct():
        engagements.close(
            engagement=engagement, category=ClosingReason.MOVED, words="", by=owner, now=now,
            completed=False,
        )  # fmt: skip
    going = Enrolment.objects.filter(person=leaver, state=EnrolmentState.SELECTED)
    for enrolment in going.select_related("cohort"):
        withdraw(enrolment=enrolment, by=owner, now=now)
