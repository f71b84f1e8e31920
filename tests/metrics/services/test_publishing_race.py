"""Two workers publish the same months at once."""

from core.privacy.models import Release
from metrics.services.publishing import publish_due
from metrics.services.rollup import rollup
from tests.metrics.crowd import Crowd
from tests.races import together


def test_two_workers_publish_a_month_once(committing_db: None) -> None:
    crowd = Crowd(pairs=6)
    rollup(**crowd.facts())
    first, second = together(
        lambda: publish_due(**crowd.facts()), lambda: publish_due(**crowd.facts())
    )
    assert first + second == 6
    found = Release.objects.filter(scope=str(crowd.program.pk), metric="participation")
    months = ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02"]
    assert list(found.order_by("period").values_list("period", flat=True)) == months
