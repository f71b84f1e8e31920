"""Input for leaders: no batch, and no difference of two looks, holds words of fewer than the minimum."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.audit.models import AuditEntry
from engagements.models import ThemeInput
from engagements.selectors.pooled import last_cut, next_cut
from engagements.services import pooled
from mentorship.rights.erasure import erase
from mentorship.rights.held import HELD
from participants.enums import PersonStatus
from participants.models import Person
from tests.effort import examples
from tests.engagements.helpers import DAY, at
from tests.engagements.pooled import MINIMUM, WEEK, Upwards, upwards

pytestmark = pytest.mark.django_db
#: A Wednesday, and the Monday after it.
WEDNESDAY, MONDAY = at("2026-03-04 10:00"), at("2026-03-09 00:00")


@pytest.fixture
def here(world: Any) -> Upwards:
    return upwards(MINIMUM + 2, WEDNESDAY)


def waiting(here: Upwards, number: int) -> ThemeInput:
    return ThemeInput.objects.get(
        theme=here.theme, author=here.juniors[number], released_at=None, taken_back_at=None
    )


def test_the_minimum_is_that_of_free_text() -> None:
    assert MINIMUM == 10


def test_a_week_is_cut_on_monday_whatever_the_hour() -> None:
    assert last_cut(MONDAY) == last_cut(MONDAY + 6.9 * DAY) == MONDAY
    assert last_cut(MONDAY - DAY / 86400) == MONDAY - WEEK
    assert next_cut(WEDNESDAY) == MONDAY


def test_enough_are_released_on_monday_in_the_order_of_letters(here: Upwards) -> None:
    for number, letter in enumerate("jihgfedcba"):
        here.give(number, f"{letter.upper() if number % 2 else letter} says", WEDNESDAY)
    assert pooled.release_due(now=MONDAY - DAY) == 0
    assert pooled.release_due(now=MONDAY) == 1
    (batch,) = here.releases
    assert [text.lower()[0] for text in batch.words] == list("abcdefghij")
    assert (batch.number, batch.cut_at, batch.created_at) == (MINIMUM, MONDAY, MONDAY)
    assert set(ThemeInput.objects.values_list("released_at", flat=True)) >= {MONDAY}


def test_one_too_few_wait(here: Upwards) -> None:
    here.all_give(range(MINIMUM - 1), WEDNESDAY)
    assert pooled.release_due(now=MONDAY + WEEK) == 0
    here.give(MINIMUM, "The tenth", MONDAY + WEEK + DAY)
    assert pooled.release_due(now=MONDAY + WEEK + 2 * DAY) == 0, "the tenth came after the cut"
    assert pooled.release_due(now=MONDAY + 2 * WEEK) == 1
    assert len(here.releases[0].words) == MINIMUM


def test_one_person_is_one_voice(here: Upwards) -> None:
    for attempt in range(MINIMUM + 2):
        here.give(0, f"Attempt {attempt}", WEDNESDAY)
    here.all_give(range(1, MINIMUM - 1), WEDNESDAY)
    assert pooled.release_due(now=MONDAY) == 0
    assert waiting(here, 0).words == f"Attempt {MINIMUM + 1}"


def test_what_comes_after_a_release_waits_for_as_many_again(here: Upwards) -> None:
    here.all_give(range(MINIMUM), WEDNESDAY, "First")
    pooled.release_due(now=MONDAY)
    here.all_give(range(MINIMUM - 1), MONDAY + DAY, "Second")
    before = here.releases
    assert pooled.release_due(now=MONDAY + WEEK) == 0
    assert here.releases == before
    here.give(MINIMUM + 1, "Second of another", MONDAY + WEEK + DAY)
    assert pooled.release_due(now=MONDAY + 2 * WEEK) == 1
    first, second = here.releases
    assert all(text.startswith("First") for text in first.words)
    assert all(text.startswith("Second") for text in second.words)


def test_what_is_changed_in_a_week_waits_for_the_next(here: Upwards) -> None:
    here.all_give(range(MINIMUM), WEDNESDAY)
    here.give(0, "Other words", MONDAY + DAY)
    assert pooled.release_due(now=MONDAY + 2 * DAY) == 0
    assert pooled.release_due(now=MONDAY + WEEK) == 1
    assert "Other words" in here.releases[0].words


def test_who_comes_back_in_the_week_brings_no_second_batch_about(world: Any) -> None:
    here = upwards(2 * MINIMUM, WEDNESDAY)
    here.all_give(range(2 * MINIMUM), WEDNESDAY)
    for number in range(MINIMUM):
        here.leave(number)
    assert pooled.release_due(now=MONDAY) == 1
    for number in range(MINIMUM):
        here.leave(number, state="active")
    assert pooled.release_due(now=MONDAY + 2 * DAY) == 0
    assert pooled.release_due(now=MONDAY + WEEK) == 1


def test_what_is_taken_back_is_never_read(here: Upwards) -> None:
    here.all_give(range(MINIMUM + 1), WEDNESDAY)
    said = waiting(here, 0)
    pooled.take_back(said=said, by=None, now=WEDNESDAY)
    pooled.take_back(said=said, by=None, now=WEDNESDAY + DAY)
    pooled.release_due(now=MONDAY)
    assert "Words of 0" not in here.releases[0].words
    pooled.put_back(said=said, by=None, now=MONDAY + DAY)
    assert waiting(here, 0).given_at == MONDAY + DAY
    out = ThemeInput.objects.get(theme=here.theme, author=here.juniors[1])
    with pytest.raises(pooled.AlreadyOut):
        pooled.take_back(said=out, by=None, now=MONDAY + DAY)


def test_nothing_is_put_back_over_other_words(here: Upwards) -> None:
    here.give(0, "First", WEDNESDAY)
    said = waiting(here, 0)
    pooled.take_back(said=said, by=None, now=WEDNESDAY)
    here.give(0, "Second", WEDNESDAY)
    with pytest.raises(pooled.NotAsked):
        pooled.put_back(said=said, by=None, now=WEDNESDAY)


def test_who_left_or_leads_is_not_read_and_not_counted(here: Upwards) -> None:
    here.all_give(range(MINIMUM + 2), WEDNESDAY)
    here.leave(0)
    here.lead(1)
    Person.objects.filter(pk=here.juniors[2].pk).update(status=PersonStatus.LEFT)
    assert pooled.release_due(now=MONDAY) == 0
    with pytest.raises(pooled.NotAsked):
        here.give(0, "Once more", WEDNESDAY)
    with pytest.raises(pooled.NotAsked):
        here.give(1, "As a leader", WEDNESDAY)
    here.leave(0, state="active")
    assert pooled.release_due(now=MONDAY) == 1
    assert "Words of 1" not in here.releases[0].words


def test_a_senior_is_not_asked(here: Upwards) -> None:
    senior = Person.objects.get(email="senior0@up.test")
    with pytest.raises(pooled.NotAsked):
        pooled.give(theme=here.theme, author=senior, words="I", by=None, now=WEDNESDAY)


def test_a_closed_theme_takes_nothing_and_releases_what_is_enough(here: Upwards) -> None:
    here.all_give(range(MINIMUM), WEDNESDAY)
    pooled.close(theme=here.theme, by=None, now=WEDNESDAY)
    with pytest.raises(pooled.NotAsked):
        here.give(MINIMUM, "Too late", WEDNESDAY)
    assert pooled.release_due(now=MONDAY) == 1


def test_erasing_takes_what_waits_and_leaves_what_is_out(here: Upwards) -> None:
    here.all_give(range(MINIMUM), WEDNESDAY, "First")
    pooled.release_due(now=MONDAY)
    here.all_give(range(MINIMUM), MONDAY + DAY, "Second")
    before, gone = here.releases[0].words, here.juniors[0]
    Person.objects.filter(pk=gone.pk).update(status=PersonStatus.LEFT)
    erase(person=gone, by=None, now=MONDAY + DAY)
    assert not ThemeInput.objects.filter(author=gone).exists()
    assert pooled.release_due(now=MONDAY + WEEK) == 0
    assert [batch.words for batch in here.releases] == [before]


def test_what_somebody_said_is_theirs_to_take_along(here: Upwards) -> None:
    here.all_give(range(MINIMUM), WEDNESDAY)
    pooled.release_due(now=MONDAY)
    here.give(0, "Once more", MONDAY + DAY)
    held = next(one for one in HELD if one.model == "engagements.ThemeInput")
    told = {row.words for row in held.rows_to_tell(here.juniors[0])}
    assert told == {"Words of 0", "Once more"}


def test_the_log_leads_to_nobodys_words(here: Upwards) -> None:
    here.give(0, "Words", WEDNESDAY)
    pooled.take_back(said=waiting(here, 0), by=None, now=WEDNESDAY)
    logged = AuditEntry.objects.filter(occurred_at=WEDNESDAY, action__startswith="pooled.")
    assert [(row.subject_id, row.facts) for row in logged] == [(here.theme.pk, {})] * 2


NUMBERS = range(MINIMUM + 4)
ONE = st.integers(0, len(NUMBERS) - 1)
#: What may happen: mostly, several give in a row, so that releases come about.
STEPS = st.one_of(
    st.tuples(st.just("give"), ONE, st.integers(1, len(NUMBERS))),
    st.tuples(st.just("give"), ONE, st.integers(MINIMUM - 2, len(NUMBERS))),
    st.tuples(
        st.sampled_from(["take_back", "put_back", "leave", "return", "lead", "erase"]),
        ONE,
        st.just(1),
    ),
    st.tuples(st.just("wait"), st.integers(1, 9), st.just(1)),
)


class Story:
    """Whatever happens, and what a leader reads after each step."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 4, 10, tzinfo=UTC)
        self.here = upwards(len(NUMBERS), self.now)
        self.said = 0
        self.out: dict[Any, list[str]] = {}
        self.taken: set[str] = set()
        self.silent: set[int] = set()
        self.leaders: set[int] = set()
        self.erased: set[int] = set()

    def step(self, what: str, first: int, number: int) -> None:
        if what == "wait":
            self.now += first * DAY
        elif what == "give":
            for shift in range(number):
                self._give((first + shift) % len(NUMBERS))
        elif what in ("leave", "return"):
            self._leave_or_return(what, first)
        elif what == "lead":
            self.here.lead(first)
            self.silent.add(first)
            self.leaders.add(first)
        elif what == "erase":
            self._erase(first)
        else:
            self._turn(what, first)
        self.look()

    def _leave_or_return(self, what: str, number: int) -> None:
        if number in self.erased:
            return
        self.here.leave(number, state="ended" if what == "leave" else "active")
        if what == "leave":
            self.silent.add(number)
        elif number not in self.leaders:
            self.silent.discard(number)

    def _give(self, number: int) -> None:
        self.said += 1
        # Letters that have nothing to do with who writes, and the author where tests find it.
        words = f"{self.said * 7919 % 1000:03} by {number}."
        try:
            self.here.give(number, words, self.now)
        except pooled.NotAsked:
            return

    def _turn(self, what: str, number: int) -> None:
        rows = ThemeInput.objects.filter(
            theme=self.here.theme, author=self.here.juniors[number], released_at=None
        )
        said = rows.filter(taken_back_at__isnull=what == "take_back").first()
        if said is None:
            return
        try:
            getattr(pooled, what)(said=said, by=None, now=self.now)
        except pooled.NotAsked:
            return
        (self.taken.add if what == "take_back" else self.taken.discard)(said.words)

    def _erase(self, number: int) -> None:
        person = self.here.juniors[number]
        Person.objects.filter(pk=person.pk).update(status=PersonStatus.LEFT)
        self.here.leave(number)
        self.erased.add(number)
        self.silent.add(number)
        erase(person=person, by=None, now=self.now)

    def look(self) -> None:
        """What is new since the last look is of enough people, and the rest is as it was."""
        pooled.release_due(now=self.now)
        pooled.release_due(now=self.now)
        seen = {batch.pk: batch.words for batch in self.here.releases}
        assert {key: seen.get(key) for key in self.out} == self.out
        known = {text for words in self.out.values() for text in words}
        new = [text for words in seen.values() for text in words if text not in known]
        authors = {text.rpartition(" ")[2] for text in new}
        assert not new or len(authors) >= MINIMUM
        for words in seen.values():
            assert len({text.rpartition(" ")[2] for text in words}) >= MINIMUM
            assert words == sorted(words)
        everything = [text for words in seen.values() for text in words]
        assert len(everything) == len(set(everything)), "a text is in one batch"
        assert not self.taken & set(new)
        assert not {f"{number}." for number in self.silent} & authors
        self.out = seen


@settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=8, max_size=24))
def test_no_look_and_no_difference_of_two_is_about_few(
    steps: list[tuple[str, int, int]], world: Any
) -> None:
    with transaction.atomic():
        story = Story()
        for what, first, number in steps:
            story.step(what, first, number)
        transaction.set_rollback(True)
