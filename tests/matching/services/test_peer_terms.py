"""Peers change partners at term end, nobody twice unless both want it, and a note goes to who comes next."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from core.outbox.models import OutboxMessage
from core.outbox.services import preview
from engagements.enums import EngagementState
from engagements.models import Engagement, HandOver, MentorChange
from engagements.selectors.relationships import relationships_of
from engagements.selectors.terms import TermPlan, plan_of
from engagements.services import handovers
from engagements.services.engagements import start_peers
from engagements.services.partners import say_next
from engagements.services.places import hold_own_place
from engagements.services.terms import OVER, change_mentors
from matching.criteria import first_weights
from matching.enums import MatchMode
from matching.models import Offer
from matching.services import policies, requests
from matching.services.publish import publish
from matching.services.terms import Answered, take_back
from programs.models import Cohort
from tests.engagements.helpers import signed_in
from tests.matching.peers import Peers, pairs
from tests.world import World

DAY = timedelta(days=1)
AB, CD = {"Ada", "Bo"}, {"Cleo", "Dan"}


class Term(Peers):
    """Ada and Bo, who suit each other best, have met for a term that is over today; so have Cleo and Dan."""

    def __init__(self, world: World, now: datetime) -> None:
        super().__init__(world)
        self.world, self.now = world, now
        Cohort.objects.filter(pk=self.into.pk).update(
            starts_on=now.date() - 90 * DAY, mentors_change_on=now.date(), stage="running"
        )
        self.into.refresh_from_db()
        self.pair = self.meet("Ada", "Bo", now - 80 * DAY)
        self.other = self.meet("Cleo", "Dan", now - 80 * DAY)

    def meet(self, one: str, other: str, at: datetime) -> Engagement:
        facts = {"track": self.track, "by": None, "now": at}
        both = (self.of[name].person for name in (one, other))
        places = [hold_own_place(person=person, **facts) for person in both]
        return start_peers(places=places, cohort=self.into, **facts)

    def plan(self) -> TermPlan:
        plan = plan_of(self.into, self.track, self.now)
        assert plan
        return plan

    def change(self) -> MentorChange:
        facts = {"cohort": self.into, "track": self.track, "by": self.world.user("owner")}
        return change_mentors(seen=self.plan().mark, now=self.now, **facts)

    def again(self, *names: str) -> None:
        facts = {"engagement": self.pair, "again": True, "seeks": None, "now": self.now}
        for name in names:
            say_next(person=self.of[name].person, by=self.of[name].person.user, **facts)

    def states(self) -> list[str]:
        rows = (self.pair, self.other)
        return [Engagement.objects.get(pk=row.pk).state for row in rows]

    def note(self, author: str, *, offered: bool = True) -> HandOver:
        who = self.of[author].person
        note = handovers.write(
            engagement=self.pair, author=who, text=f"By {author}", offered=offered,
            by=who.user, now=self.now,
        )  # fmt: skip
        assert note
        return note

    def readers(self, note: HandOver) -> set[str]:
        rows = HandOver.objects.filter(pk=note.pk)
        return {
            name
            for name, row in self.of.items()
            if HandOver.objects.visible_to(row.person.user).filter(pk__in=rows).exists()
        }


@pytest.fixture
def term(world: World, now: datetime) -> Term:
    return Term(world, now)


def test_they_complete_and_nobody_gets_the_same_peer_unless_both_want_it(term: Term) -> None:
    assert [turn.title for turn in term.plan().ending] == ["Ada A · Bo B", "Cleo C · Dan D"]
    term.again("Ada")
    assert len(term.plan().ending) == 2, "one alone changes nothing"
    change = term.change()
    assert term.states() == [EngagementState.COMPLETED] * 2
    mails = OutboxMessage.objects.filter(kind=OVER)
    assert mails.count() == 4
    mail = mails[0]
    text = preview(kind=OVER, parameters=mail.parameters, recipient=mail.recipient).text
    assert "partners change as planned" in text
    run = term.run(term.now)
    assert len(pairs(run)) == 2, "everybody waits again"
    assert not any(each in pairs(run) for each in (AB, CD))
    term.again("Bo")
    assert AB in pairs(term.run(term.now))
    assert take_back(change=change, by=None, now=term.now + DAY).undone_at
    assert term.states() == [EngagementState.ACTIVE] * 2


def test_who_both_said_so_stays(term: Term) -> None:
    term.again("Ada", "Bo")
    plan = term.plan()
    assert [turn.title for turn in plan.staying] == ["Ada A · Bo B"]
    term.change()
    assert term.states() == [EngagementState.ACTIVE, EngagementState.COMPLETED]


def test_it_goes_back_with_unanswered_offers_and_not_once_somebody_has_asked(term: Term) -> None:
    """Also of who was in no pair, and so stands in the mentee's place of a proposal."""
    change = term.change()
    publish(run=term.run(term.now), by=None, now=term.now)
    take_back(change=change, by=None, now=term.now + DAY)
    assert term.states() == [EngagementState.ACTIVE] * 2
    assert not Offer.objects.filter(proposal__run__cohort=term.into, state="open").exists()
    change = term.change()
    rules = policies.Rules(mode=MatchMode.SELF)
    facts = {"weights": first_weights(), "rules": rules, "by": None, "now": term.now}
    policies.save(program=term.world.program, **facts)
    eve, ada = term.of["Eve"], term.of["Ada"]
    requests.ask(mentee=eve, mentor=ada, words="", by=None, now=term.now)
    with pytest.raises(Answered):
        take_back(change=change, by=None, now=term.now + DAY)
    assert term.states() == [EngagementState.COMPLETED] * 2


def test_each_writes_about_the_other_who_shows_it_to_the_next(term: Term) -> None:
    note = term.note("Bo", offered=False)
    assert note.mentee == term.of["Ada"].person, "about Ada, by Bo"
    assert term.readers(note) == {"Bo"}
    note = term.note("Bo")
    mine = term.note("Ada")
    assert (term.readers(note), term.readers(mine)) == ({"Ada", "Bo"}, {"Ada", "Bo"})
    with pytest.raises(handovers.NotTheirs):
        handovers.show(note=note, engagement=term.pair, by=None, now=term.now)
    term.change()
    then = term.meet("Ada", "Cleo", term.now + DAY)
    bos = term.meet("Bo", "Dan", term.now + DAY)
    with pytest.raises(handovers.NotTheirs):
        handovers.show(note=note, engagement=bos, by=None, now=term.now)
    handovers.show(note=note, engagement=then, by=None, now=term.now)
    assert term.readers(note) == {"Ada", "Bo", "Cleo"}
    assert term.readers(mine) == {"Ada", "Bo"}, "about Bo, who has shown it to nobody"
    term.note("Bo", offered=False)
    assert term.readers(note) == {"Bo"}, "the author takes it back from both"


def test_the_pages_lead_from_one_peer_to_the_next(term: Term) -> None:
    bo, ada, cleo = (signed_in(term.of[name].person.user) for name in ("Bo", "Ada", "Cleo"))  # type: ignore[arg-type]
    owner = signed_in(term.world.user("owner"))
    page = owner.get(reverse("matching:term", args=[term.into.pk, term.track.pk])).content.decode()
    assert "Change of partners" in page
    assert "mentors" not in page[page.index("<main") : page.index("</main>")]
    edit = reverse("engagements:hand_over_edit", args=[term.pair.pk])
    assert "What should a peer of Bo B who comes next know?" in ada.get(edit).content.decode()
    bo.post(edit, {"text": "She likes to write first.", "offered": "on"})
    note = HandOver.objects.get(engagement=term.pair)
    term.change()
    then = term.meet("Ada", "Cleo", term.now + DAY)
    address = reverse("engagements:hand_over", args=[note.pk])
    [one] = [each for each in relationships_of(term.of["Ada"].person, now=term.now) if each.is_open]
    assert one.engagement == then
    assert address in ada.get(reverse("engagements:detail", args=[then.pk])).content.decode()
    assert "Let Cleo C read it" in ada.get(address).content.decode()
    assert cleo.get(address).status_code == 404
    show = reverse("engagements:hand_over_show", args=[note.pk])
    assert bo.post(show, {"engagement": str(then.pk)}).status_code == 403
    said = ada.post(show, {"engagement": str(then.pk)}, follow=True).content.decode()
    assert "Your partner can read this note" in said
    assert "your mentor" not in said.lower()
    assert "She likes to write first." in cleo.get(address).content.decode()
    ada.post(reverse("engagements:hand_over_hide", args=[note.pk]))
    assert cleo.get(address).status_code == 404
