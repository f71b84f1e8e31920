"""Who may not meet in a short conversation, as the program's policy says."""

from matching.apart import reporting_line
from matching.models import MatchPolicy
from tests.world import World


def test_a_reporting_line_keeps_apart_as_the_policy_says(world: World) -> None:
    mentee, manager = world.mentee_person, world.line_manager_person
    assert mentee.manager == manager
    others = [manager.pk, world.mentor_person.pk]
    assert reporting_line(mentee.pk, others, world.program) == {manager.pk}
    assert reporting_line(manager.pk, [mentee.pk], world.program) == {mentee.pk}
    MatchPolicy.objects.filter(program=world.program).update(avoid_reporting_line=False)
    assert reporting_line(mentee.pk, others, world.program) == set()
