"""Like cases decided unalike: equal records, another answer."""

from matching.selectors.alike import decided_unalike
from programs.enums import EnrolmentState
from programs.models import Enrolment
from tests.matching.people import cohort, mentee
from tests.world import World


def test_equal_records_and_another_answer_are_listed(world: World) -> None:
    into, track = cohort(world, "Alike"), world.track
    twins = {"grade": "5", "seniority": 4}
    mentee("Ada A", into, track, **twins)
    bea = mentee("Bea B", into, track, **twins)
    other = mentee("Cleo C", into, track, grade="6", seniority=5)
    waits = mentee("Dora D", into, track, **twins)
    unknown = [mentee(f"Eve{n} E", into, track) for n in range(2)]
    no = {"state": EnrolmentState.DECLINED, "decision_reason": "No place left"}
    Enrolment.objects.filter(pk__in=[bea.pk, other.pk, unknown[0].pk]).update(**no)
    Enrolment.objects.filter(pk=waits.pk).update(state=EnrolmentState.WAITLISTED)
    (found,) = decided_unalike(into, track)
    assert [case.name for case in found.taken] == ["Ada A"]
    assert [(case.name, case.reason) for case in found.declined] == [("Bea B", "No place left")]
    assert (found.role, found.what) == ("Mentee", "level 5")
