"""What somebody types is there again when they come back, until they send it or throw it away."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from core.drafts import tickets
from core.drafts.models import Draft
from core.drafts.services import MOST
from engagements.models import JournalEntry
from engagements.services.engagements import close
from engagements.services.sessions import write_words
from mentorship.rights.export import export
from mentorship.rights.retention import purge
from tests.core.drafts.pages import HTMX, Reader, save
from tests.world import World

OFFERED = "and it was not sent"
NEWER = "The stored text has changed since"
At = Callable[..., Reader]


@pytest.fixture
def at(world: World) -> At:
    def go(name: str, *about: object, subject: str = "mentor") -> Reader:
        client = Client()
        client.force_login(world.user(subject))
        return Reader(client, reverse(name, args=about))

    return go


def test_what_was_typed_is_there_again(world: World, at: At) -> None:
    form = at("engagements:log", world.engagement.pk)
    assert OFFERED not in form.read()
    assert "Draft saved" in form.type(notes="We spoke\r\nof rest", mine="Call Ana")
    again = form.read()
    assert form.texts() == {"notes": "We spoke\nof rest", "mine": "Call Ana", "theirs": ""}
    assert OFFERED in again
    assert NEWER not in again
    assert "You alone, until you send it." in again


def test_a_draft_is_of_one_form_about_one_thing_and_of_one_person(world: World, at: At) -> None:
    at("engagements:log", world.engagement.pk).type(notes="Only here")
    for elsewhere in (
        at("engagements:log_planned", world.past_session.pk),
        at("engagements:plan", world.engagement.pk),
        at("engagements:log", world.engagement.pk, subject="mentee"),
    ):
        page = elsewhere.read()
        assert "Only here" not in page
        assert OFFERED not in page


def test_sending_the_form_empties_the_draft(world: World, at: At) -> None:
    form = at("engagements:journal_new")
    early = form.ticket()
    form.type(text="A thought")
    answer = form.client.post(form.address, {"text": "A thought, whole"})
    assert answer.status_code == 302
    assert form.texts() == {"text": ""}
    assert OFFERED not in form.read()
    row = Draft.objects.get(user=world.user("mentor"))
    assert (row.words, row.settled_at is not None) == (None, True)
    # An autosave of the page that was sent arrives late: it does not bring the words back.
    assert "sent or thrown away in another window" in form.type(early, text="A thought")
    assert form.texts() == {"text": ""}
    assert "Draft saved" in form.type(text="The next one")


def test_what_is_wrong_keeps_its_draft(world: World, at: At) -> None:
    form = at("engagements:goal_new", world.engagement.pk)
    form.type(success="When it runs")
    answer = form.client.post(form.address, {"title": "", "success": "When it runs"})
    assert answer.status_code == 200
    assert "hx-post" in answer.content.decode()
    assert form.texts()["success"] == "When it runs"


def test_what_could_not_be_done_keeps_its_draft(world: World, at: At, now: datetime) -> None:
    form = at("engagements:log", world.engagement.pk)
    form.type(notes="Too late")
    facts = {"category": "goals_reached", "completed": True, "by": world.user("mentee"), "now": now}
    close(engagement=world.engagement, words="", **facts)
    sent = {"day": "2026-03-01", "time": "10:00", "minutes": "30", "notes": "Too late"}
    answer = form.client.post(form.address, sent, follow=True)
    assert "nothing was changed" in answer.content.decode()
    row = Draft.objects.get(user=world.user("mentor"))
    assert row.words == {"notes": "Too late", "mine": "", "theirs": ""}


def test_a_draft_over_newer_words_says_so(world: World, at: At, now: datetime) -> None:
    session = world.held_session
    form = at("engagements:session_edit", session.pk)
    form.type(agenda=session.agenda, notes="My version")
    write_words(
        session=session, agenda=session.agenda, notes="<b>Theirs</b>", by=world.user("mentee"), now=now
    )  # fmt: skip
    page = form.read()
    assert form.texts()["notes"] == "My version"
    assert NEWER in page
    assert "&lt;b&gt;Theirs&lt;/b&gt;" in page


def test_back_to_the_stored_words_is_no_draft(world: World, at: At) -> None:
    session = world.held_session
    form = at("engagements:session_edit", session.pk)
    form.type(agenda=session.agenda, notes="Other")
    assert form.type(agenda=session.agenda, notes=session.notes) == ""
    assert not Draft.objects.filter(user=world.user("mentor")).exists()
    assert OFFERED not in form.read()


def test_thrown_away_and_had_back(world: World, at: At) -> None:
    form = at("engagements:journal_new", subject="mentee")
    assert form.texts() == {"text": "Half a thought"}
    discard = reverse("drafts:discard", args=[world.draft.pk])
    answer = form.client.post(discard, headers=HTMX)
    assert answer["HX-Redirect"] == form.address
    page = form.read()
    assert "Your draft was thrown away." in page
    assert OFFERED not in page
    restore = reverse("drafts:restore", args=[world.draft.pk])
    assert restore in page
    assert form.client.post(restore)["Location"] == form.address
    assert form.texts() == {"text": "Half a thought"}


def test_what_was_sent_is_not_had_back(world: World, at: At) -> None:
    form = at("engagements:journal_new", subject="mentee")
    form.client.post(form.address, {"text": "Sent"})
    form.client.post(reverse("drafts:restore", args=[world.draft.pk]))
    assert form.texts() == {"text": ""}
    assert JournalEntry.objects.filter(author=world.mentee_person).count() == 2


def test_a_form_shown_here_and_taken_there_has_one_draft(world: World, at: At) -> None:
    form = at("matching:offer", world.mentor_offer.pk)
    form.type(words="Not now")
    assert form.texts() == {"words": "Not now"}
    decline = reverse("matching:decline", args=[world.mentor_offer.pk])
    form.client.post(decline, {"category": "fit", "words": "Not now"})
    assert Draft.objects.get(user=world.user("mentor")).words is None


def test_somebody_elses_ticket_saves_nothing(world: World, at: At) -> None:
    ticket = at("engagements:log", world.engagement.pk).ticket()
    stranger = at("engagements:journal", subject="other_mentee")
    assert "this page is too old" in stranger.type(ticket, notes="Mine")
    assert not Draft.objects.filter(user=world.user("other_mentee")).exists()


SIGNED_ELSEWHERE = pytest.param(signing.dumps("x", salt="other"), id="signed elsewhere")


@pytest.mark.parametrize("ticket", ["", "nonsense", "a:b:c", "\0", SIGNED_ELSEWHERE])
def test_nonsense_saves_nothing(ticket: str, world: World, at: At) -> None:
    reader = at("engagements:journal")
    assert "this page is too old" in reader.type({"ticket": ticket}, text="Mine")
    assert Draft.objects.count() == 1


def test_an_old_page_saves_nothing(world: World, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    form = at("engagements:journal_new")
    old = form.ticket()
    monkeypatch.setattr(tickets, "LASTS", timedelta(seconds=-1))
    assert "this page is too old" in form.type(old, text="Mine")


def test_no_longer_than_the_form_takes(world: World, at: At) -> None:
    form = at("engagements:journal_new")
    assert "longer than the form takes" in form.type(text="x" * 10_001)
    assert "Draft saved" in form.type(text="x" * 10_000)
    answer = save(form.client, form.ticket() | {"text": "x" * 10_001})
    assert "Draft-Saved" not in answer


def test_so_many_and_no_more(world: World, at: At, now: datetime) -> None:
    user = world.user("mentor")
    for number in range(MOST):
        moment = now + timedelta(minutes=number)
        Draft.objects.create(
            user=user, form=str(number), words={}, began_at=moment, updated_at=moment
        )
    at("engagements:journal_new").type(text="One more")
    kept = set(Draft.objects.filter(user=user).values_list("form", flat=True))
    assert len(kept) == MOST
    assert "0" not in kept
    assert "1" in kept


def test_whoever_is_deactivated_has_none(world: World, at: At) -> None:
    form = at("engagements:journal_new", subject="mentee")
    ticket = form.ticket()
    user = world.user("mentee")
    user.is_active = False
    user.save()
    answer = form.client.post(reverse("drafts:save"), ticket | {"text": "More"})
    assert answer["Location"].startswith(reverse("account_login"))
    assert world.draft.words == {"text": "Half a thought"}
    assert not Draft.objects.visible_to(user).exists()


def test_it_is_among_ones_data_and_goes_after_a_month(world: World, now: datetime) -> None:
    told = export(world.mentee_person, now=now)["data"]["drafts.Draft"]
    assert [row["words"] for row in told] == [{"text": "Half a thought"}]
    purge(now=now + timedelta(days=30))
    assert Draft.objects.count() == 1
    purge(now=now + timedelta(days=31))
    assert Draft.objects.count() == 0
