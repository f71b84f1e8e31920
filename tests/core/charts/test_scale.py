"""Round axes."""

import pytest

from core.charts.scale import round_scale


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([31, 44, 40], (0, 20, 40, 60)),
        ([100], (0, 50, 100)),
        ([0.4], (0, 0.1, 0.2, 0.3, 0.4)),
        ([-5, 5], (-5, 0, 5)),
        ([-3], (-3, -2, -1, 0)),
        ([0], (0, 0.5)),
        ([], (0, 0.5)),
    ],
)
def test_ticks_are_round_and_cover_all_values(values, ticks):
    assert round_scale(values).ticks == pytest.approx(ticks)


def test_shares_run_from_low_to_high_and_no_further():
    scale = round_scale([60])
    assert [scale.share(v) for v in (0, 30, 60, 90, -1)] == [0, 0.5, 1, 1, 0]
