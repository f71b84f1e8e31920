"""The wrong answers are wrong, and the predicates of every room are found."""

import ast

import pytest
from django.db.models import Q

from core.visibility.registry import NOBODY
from participants.models import Person
from tests.mutation.mutants import EVERYBODY, forgetful, mutants_of, opposite
from tests.mutation.predicates import Predicate, functions, grants


def kind(one: bool, other: bool) -> bool:
    """Whether either."""
    return one or (other and not one)


def tree_of(source: str) -> ast.FunctionDef:
    found = ast.parse(source).body[0]
    assert isinstance(found, ast.FunctionDef)
    return found


TREE = tree_of("def kind(one, other):\n    return one or (other and not one)")


def test_every_room_is_found() -> None:
    found = {predicate.name for predicate in functions()}
    assert {"participants.permissions.is_hr_admin", "programs.visibility.run_by"} <= found
    assert "core.visibility.registry.rows_for" in found
    assert "participants.visibility.register" not in found
    assert "participants.Person, line manager" in {predicate.name for predicate in grants()}


def test_one_condition_is_forgotten_at_a_time() -> None:
    bodies = {words: ast.unparse(tree.body[0]) for words, tree in forgetful(TREE)}
    assert bodies == {
        "one": "return other and (not one)",
        "other and (not one)": "return one",
        "other": "return one or not one",
        "not one": "return one or other",
    }


def test_the_wrong_answers_of_a_yes_or_no() -> None:
    predicate = Predicate("kind", "here:1", kind, TREE)
    answers = {m.how: m.answer(False, True) for m in mutants_of(predicate, kind, True)}
    assert answers == {
        "says yes to everybody": True,
        "says no to everybody": False,
        "says the opposite": False,
        "forgets one": True,
        "forgets other and (not one)": False,
        "forgets other": True,
        "forgets not one": True,
    }


def test_the_wrong_answers_of_rows() -> None:
    predicate = Predicate("p", "here:1", lambda user: NOBODY)
    answers = {m.how: m.answer(None) for m in mutants_of(predicate, predicate.function, NOBODY)}
    assert answers == {"shows every row": EVERYBODY, "shows no row": NOBODY}


def test_what_is_no_answer_has_no_opposite() -> None:
    predicate = Predicate("p", "here:1", dict)
    assert list(mutants_of(predicate, dict, {})) == []


@pytest.mark.django_db
def test_the_opposite_of_rows_is_all_the_others(world: object) -> None:
    mentee = Person.objects.filter(given_name="Mentee")
    others = opposite(mentee.values("pk"))
    assert others.count() == Person.objects.count() - 1
    assert opposite(Q(pk=1)) == ~Q(pk=1)
    assert opposite(True) is False
