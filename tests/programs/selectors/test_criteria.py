"""Sentences over facts: who meets them, and whom each leaves out."""

from datetime import date
from decimal import Decimal

import pytest

from participants.enums import PersonStatus
from participants.models import Person
from participants.selectors.facts import latest_facts
from programs.models import EntryCriterion, Track
from programs.selectors.criteria import in_words, lacking, meets, reach, sentences
from tests.world import World

TODAY = date(2026, 3, 10)


def rule(fact: str, operator: str, value: str) -> EntryCriterion:
    return EntryCriterion(fact=fact, operator=operator, value=value)


@pytest.mark.parametrize(
    ("operator", "value", "known", "expected"),
    [
        ("at_least", "2", Decimal("2.00"), True),
        ("at_least", "2", Decimal("1.99"), False),
        ("at_most", "2,5", Decimal("2.5"), True),
        ("at_most", "2", Decimal(3), False),
        ("is", "Care", " care", True),
        ("is", "3", Decimal("3.0"), True),
        ("is_not", "Care", "Trade", True),
        ("is_not", "Care", "CARE", False),
        ("at_least", "2", None, None),
        ("at_least", "2", "", None),
        ("at_least", "many", Decimal(3), None),
        ("at_least", "2", "high", None),
        ("at_least", "NaN", Decimal(3), None),
    ],
)
def test_a_sentence_is_met_or_not_or_unknown(
    operator: str, value: str, known: object, expected: bool | None
) -> None:
    assert meets(rule("x", operator, value), {"x": known}) is expected


def test_a_sentence_reads_as_one() -> None:
    assert in_words(rule("seniority", "at_least", "3")) == "Seniority is at least 3"
    assert in_words(rule("gone", "is", "x")) == "gone is x"


def test_the_reach_counts_whom_each_sentence_leaves_out(world: World) -> None:
    Person.objects.update(status=PersonStatus.LEFT)
    for email, seniority, unit in (
        ("mentor@world.test", 7, world.unit_trade),
        ("mentee@world.test", 2, world.unit_trade),
        ("sponsor@world.test", 2, world.unit_care),
        ("owner@world.test", None, world.unit_trade),
    ):
        Person.objects.filter(email=email).update(
            status=PersonStatus.ACTIVE, seniority=seniority, business_unit=unit
        )
    found = reach([rule("seniority", "at_least", "3"), rule("business_unit", "is", "Trade")], TODAY)
    assert (found.total, found.qualifying) == (4, 1)
    counts = [(each.excluded, each.alone, each.unknown) for each in found.exclusions]
    assert counts == [(3, 2, 1), (1, 0, 0)]


@pytest.mark.parametrize(
    "rules",
    [
        [rule("years_at_company", "at_least", "2"), rule("grade", "is", "M2")],
        [rule("performance_rating", "at_least", "3"), rule("seniority", "at_most", "4")],
        [rule("site", "is_not", "Lyon"), rule("seniority", "is", "4.5"), rule("grade", "is", "4")],
        [rule("gone", "is", "x"), rule("job_title", "is", "engineer")],
        [rule("seniority", "at_least", "3"), rule("seniority", "at_most", "5")],
    ],
)
def test_counting_in_the_database_is_asking_everybody(
    world: World, rules: list[EntryCriterion], django_assert_num_queries
) -> None:
    _facts_of_all_kinds(world)
    people = Person.objects.filter(status="active", is_external=False)
    known = latest_facts(people.select_related("business_unit", "function", "site"), TODAY)
    outcomes = [[meets(each, facts) for each in rules] for facts in known.values()]
    with django_assert_num_queries(1):
        found = reach(rules, TODAY)
    assert (found.total, found.qualifying) == (len(outcomes), sum(map(all, outcomes)))
    for number, each in enumerate(found.exclusions):
        others = [[*row[:number], *row[number + 1 :]] for row in outcomes]
        assert (each.excluded, each.alone, each.unknown) == (
            sum(not row[number] for row in outcomes),
            sum(not row[number] and all(rest) for row, rest in zip(outcomes, others, strict=True)),
            sum(row[number] is None for row in outcomes),
        )


def _facts_of_all_kinds(world: World) -> None:
    """Records with gaps; dated facts that win over them, are older, to come, or empty."""
    people = list(Person.objects.filter(status="active", is_external=False).order_by("email"))
    for number, person in enumerate(people):
        person.seniority = (None, 2, 4, 7)[number % 4]
        person.grade = ("", "M2", "m2 ", "4")[number % 4]
        person.job_title = ("", "Engineer")[number % 2]
        person.started_on = (None, TODAY.replace(year=2025), TODAY.replace(year=2020))[number % 3]
        person.save()
    facts = (
        ("seniority", Decimal("4.5"), "", TODAY),
        ("seniority", Decimal(9), "", TODAY.replace(year=2030)),
        ("grade", None, "", TODAY),
        ("seniority", Decimal(1), "", TODAY.replace(year=2020)),
        ("performance_rating", None, "high", TODAY),
        ("performance_rating", Decimal("3.0"), "", TODAY.replace(year=2025)),
        ("site", None, "LYON", TODAY),
        ("gone", None, "X", TODAY),
    )
    for number, (key, amount, text, day) in enumerate(facts):
        for person in people[number % 3 :: 2]:
            person.facts.update_or_create(
                key=key, as_of=day, defaults={"number": amount, "text": text, "source": "Test"}
            )


def test_without_sentences_everybody_qualifies(world: World) -> None:
    found = reach([], TODAY)
    assert (
        found.total
        == found.qualifying
        == Person.objects.filter(status="active", is_external=False).count()
    )


def test_what_somebody_lacks(world: World) -> None:
    track: Track = world.track
    stranger = world.applied_enrolment.person
    [sentence] = lacking(stranger, track, "mentee", TODAY)
    assert (sentence.words, sentence.met, sentence.value) == (
        "Seniority is at least 3",
        False,
        "2",
    )
    assert lacking(world.mentee_person, track, "mentee", TODAY) == []
    assert lacking(stranger, track, "mentor", TODAY) == []


def test_a_value_is_shown_plainly() -> None:
    shown = sentences([rule("years", "at_least", "3")], {"years": Decimal("2.50")})
    assert shown[0].value == "2.5"
