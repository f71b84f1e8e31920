"""What a pair of the sample agrees on, wants and promises."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from engagements.models import ActionItem, EngagementMember
from engagements.services import actions, agreements, engagements, goals
from engagements.services.actions import NewAction
from mentorship.sample import steps, studies
from mentorship.sample.program import account
from mentorship.sample.stories import Story
from mentorship.sample.words import about, texts

if TYPE_CHECKING:
    from mentorship.sample.pairs import Pair

REACHED = 100
#: By how much a goal moves at a time.
PACE = {Story.STRONG: 40, Story.SLOW: 12}
USUAL_PACE = 22


def show_to_manager(pair: "Pair", now: datetime) -> None:
    """Two of three mentees let their line manager see that they take part."""
    if pair.number % 3 == 2:
        return
    member = EngagementMember.objects.get(engagement=pair.engagement, person=pair.mentee)
    engagements.show_to_manager(member=member, shown=True, by=account(pair.mentee), now=now)


def agree(pair: "Pair", now: datetime) -> None:
    """The mentee writes and signs, the mentor signs some hours later."""
    if pair.is_over():
        return
    told = texts("pairs")["agreements"]
    by = account(pair.mentee)
    agreement = agreements.write(
        engagement=pair.engagement, by=by, now=now, **told[pair.number % len(told)]
    )
    agreements.sign(agreement=agreement, by=by, now=now)

    def countersign(at: datetime) -> None:
        if not pair.is_over():
            agreements.sign(agreement=agreement, by=account(pair.mentor), now=at)
            steps.reach(pair, steps.AGREED, at)

    pair.clock.at(now + timedelta(hours=pair.chance.choice((3, 20, 44))), countersign)


def set_goals(pair: "Pair", now: datetime) -> None:
    """A goal for each competency; some mentees show the first one's title."""
    if pair.is_over():
        return
    by, last = account(pair.mentee), pair.season.ends_on - timedelta(days=22)
    for place, competency in enumerate(pair.competencies):
        title, success = about(competency.name, "goals", pair.number + place, pair.mentee)
        goal = goals.set_goal(
            engagement=pair.engagement, person=pair.mentee, title=title, success=success,
            competency=competency, due_on=last + timedelta(days=10 * place), by=by, now=now,
        )  # fmt: skip
        pair.goals.append(goal)
    studies.plan_learning(pair, now)
    steps.reach(pair, steps.GOALS_SET, now)
    if pair.number % 3 == 0:
        until = min(pair.clock.end.date(), pair.season.ends_on) + timedelta(days=60)
        goals.share_title(
            goal=pair.goals[0], title_shared=True, manager_until=until, by=by, now=now
        )


def move_on(pair: "Pair", now: datetime) -> None:
    """One of the goals moves forward, with what shows it."""
    step = pair.held - 3
    goal = pair.goals[step % len(pair.goals)]
    goal.refresh_from_db()
    if goal.closed_at or pair.is_over():
        return
    after = goal.progress + PACE.get(pair.story, USUAL_PACE) + pair.chance.choice((-5, 0, 5))
    name = pair.competencies[step % len(pair.goals)].name
    evidence = about(name, "evidence", step // 2, pair.mentee)
    by = account(pair.mentee)
    goals.update_progress(
        goal=goal, progress=min(after, REACHED), evidence=evidence, by=by, now=now
    )
    if after >= REACHED:
        goals.reach(goal=goal, by=by, now=now)


def promises(pair: "Pair", now: datetime) -> list[NewAction]:
    """What each of them does until the next session."""
    due = now.date() + timedelta(days=pair.engagement.track.meeting_every_days)
    kept = NewAction(pair.say("actions", pair.held), owner=pair.mentee, due_on=due)
    if pair.held % 3 != 1 and pair.story != Story.HERO:
        return [kept]
    told = texts("pairs")["mentor_actions"]
    words = told[(pair.number + pair.held) % len(told)]
    return [kept, NewAction(words, owner=pair.mentor, due_on=due)]


def keep_promises(pair: "Pair", now: datetime) -> None:
    """Most of what was promised is done by the next session."""
    for item in ActionItem.objects.filter(engagement=pair.engagement, done_at=None):
        if pair.chance.random() < 0.85:
            owner = pair.mentor if item.owner_id == pair.mentor.pk else pair.mentee
            actions.mark_done(action=item, by=account(owner), now=now)
