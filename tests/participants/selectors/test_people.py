"""The lines of managers above people."""

from participants.models import Person
from participants.selectors.people import lines_of
from tests.world import World


def person(name: str, manager: Person | None = None) -> Person:
    return Person.objects.create(given_name=name, sort_key=name, manager=manager)


def test_the_whole_line_above_is_read_and_nobody_beside(
    world: World, django_assert_num_queries
) -> None:
    top = person("top")
    middle = person("middle", top)
    low, beside = person("low", middle), person("beside", middle)
    with django_assert_num_queries(1):
        assert lines_of([low.pk]) == {low.pk: middle.pk, middle.pk: top.pk}
    assert set(lines_of([low.pk, beside.pk])) == {low.pk, beside.pk, middle.pk}
    assert lines_of([top.pk]) == lines_of([]) == {}


def test_a_loop_ends(world: World) -> None:
    first = person("first")
    second = person("second", first)
    Person.objects.filter(pk=first.pk).update(manager=second)
    assert lines_of([first.pk]) == {first.pk: second.pk, second.pk: first.pk}
