"""The gateway on cases small enough to follow by hand."""

import random

import pytest

from core.privacy.cells import Cell, Reason, Verdict
from core.privacy.gateway import decide, settled


def people(start: int, stop: int) -> frozenset[int]:
    return frozenset(range(start, stop))


def fates(cells: list[Cell], **options: object) -> dict[str, Reason | None]:
    return {verdict.cell.label: verdict.reason for verdict in decide(cells, **options).verdicts}


TOTAL = Cell("all", "Everyone", people(0, 20))


def test_figures_about_enough_people_are_released():
    cells = [TOTAL, Cell("unit", "Sales", people(0, 10)), Cell("unit", "Legal", people(10, 20))]
    assert fates(cells) == {"Everyone": None, "Sales": None, "Legal": None}
    assert decide(cells).released == tuple(cells)
    assert decide(cells).withheld == ()


def test_the_minimum_itself_is_enough():
    cells = [Cell("unit", "Five", people(0, 5)), Cell("unit", "Four", people(5, 9))]
    assert fates(cells) == {"Five": None, "Four": Reason.TOO_FEW}


def test_what_is_withheld_is_listed_with_its_reason():
    lab = Cell("unit", "Lab", people(0, 4))
    assert decide([TOTAL, lab]).withheld == (Verdict(lab, Reason.TOO_FEW),)


def test_free_text_needs_ten():
    cells = [Cell("unit", "Nine", people(0, 9)), Cell("unit", "Ten", people(9, 19))]
    assert fates(cells, minimum=10) == {"Nine": Reason.TOO_FEW, "Ten": None}


def test_a_partition_with_one_small_cell_hides_a_second():
    cells = [
        TOTAL,
        Cell("unit", "Sales", people(0, 10)),
        Cell("unit", "Legal", people(10, 17)),
        Cell("unit", "Lab", people(17, 20)),
    ]
    assert fates(cells) == {
        "Everyone": None,
        "Sales": None,
        "Legal": Reason.SUBTRACTION,
        "Lab": Reason.TOO_FEW,
    }


def test_two_small_cells_that_are_enough_together_hide_nothing_more():
    cells = [
        TOTAL,
        Cell("unit", "Sales", people(0, 14)),
        Cell("unit", "Legal", people(14, 17)),
        Cell("unit", "Lab", people(17, 20)),
    ]
    assert fates(cells)["Sales"] is None


def test_a_whole_population_under_the_minimum_releases_nothing():
    cells = [Cell("all", "Everyone", people(0, 4)), Cell("unit", "Sales", people(0, 4))]
    assert decide(cells).released == ()


def test_an_empty_cell_is_too_few():
    assert fates([TOTAL, Cell("unit", "Nobody", frozenset())])["Nobody"] is Reason.TOO_FEW


def test_no_cells_is_no_verdicts():
    assert decide([]).verdicts == ()


def test_cells_of_two_partitions_that_differ_by_a_swap_of_two_people():
    """Sales and Berlin share 9 people: their difference is one person's value minus another's."""
    cells = [
        Cell("unit", "Sales", people(0, 10)),
        Cell("site", "Berlin", people(1, 11)),
    ]
    assert fates(cells) == {"Sales": None, "Berlin": Reason.SUBTRACTION}


def test_half_of_a_sum_of_three_overlapping_cells_counts_too():
    """A∪B plus A∪C minus B∪C is twice A."""
    a, b, c = people(0, 3), people(3, 10), people(10, 17)
    cells = [Cell("x", "AB", a | b), Cell("y", "AC", a | c), Cell("z", "BC", b | c)]
    assert fates(cells) == {"AB": None, "AC": None, "BC": Reason.SUBTRACTION}


def test_what_can_be_worked_out_anyway_is_released():
    whole = [TOTAL, Cell("a", "Left", people(0, 10)), Cell("b", "Right", people(10, 20))]
    assert fates(whole)["Right"] is None


def test_the_order_of_cells_within_a_partition_does_not_matter():
    cells = [TOTAL, *(Cell("unit", f"u{n}", people(n * 4, n * 4 + 4 + n % 2)) for n in range(4))]
    shuffled = [TOTAL, *random.Random(1).sample(cells[1:], len(cells) - 1)]
    assert fates(cells) == fates(shuffled)


def test_coarse_partitions_go_first_and_bigger_cells_before_smaller():
    big, small = Cell("unit", "Big", people(0, 17)), Cell("unit", "Small", people(0, 16))
    assert fates([small, big]) == {"Big": None, "Small": Reason.SUBTRACTION}


def test_values_play_no_part():
    cells = [TOTAL, Cell("unit", "Sales", people(0, 17)), Cell("unit", "Lab", people(17, 20))]
    valued = [Cell(cell.partition, cell.label, cell.people, value=7) for cell in cells]
    assert fates(cells) == fates(valued)


def test_same_label_twice_is_refused():
    with pytest.raises(ValueError, match="same partition and label"):
        decide([TOTAL, TOTAL])


def test_a_minimum_below_one_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        decide([TOTAL], minimum=0)


class TestMemory:
    def test_a_few_joiners_cannot_be_differenced_out(self):
        later = [Cell("all", "Everyone", people(0, 22))]
        assert fates(later) == {"Everyone": None}
        assert fates(later, memory=[TOTAL.people]) == {"Everyone": Reason.SUBTRACTION}

    def test_enough_joiners_can(self):
        later = [Cell("all", "Everyone", people(0, 25))]
        assert fates(later, memory=[TOTAL.people]) == {"Everyone": None}

    def test_a_few_leavers_and_joiners_cannot(self):
        later = [Cell("all", "Everyone", people(2, 22))]
        assert fates(later, memory=[TOTAL.people]) == {"Everyone": Reason.SUBTRACTION}

    def test_the_same_people_again_are_fine(self):
        assert fates([TOTAL], memory=[TOTAL.people]) == {"Everyone": None}

    def test_joiners_hidden_behind_a_second_partition(self):
        """Last period's two units together were the total; this period's total has three more."""
        before = [people(0, 10), people(10, 20)]
        later = [Cell("all", "Everyone", people(0, 23))]
        assert fates(later, memory=before) == {"Everyone": Reason.SUBTRACTION}

    def test_what_is_out_already_stays_usable_but_nothing_new_is_added(self):
        """From before the minimum was raised: it can't be taken back, and isn't made worse."""
        before = [people(0, 20), people(0, 14)]
        cells = [Cell("all", "Rest", people(14, 20)), Cell("all", "New", people(5, 15))]
        assert fates(cells, minimum=7, memory=before) == {
            "Rest": Reason.TOO_FEW,
            "New": Reason.SUBTRACTION,
        }


class TestSettled:
    def test_joiners_wait_until_they_are_enough(self):
        assert settled(people(0, 24), people(0, 20)) == people(0, 20)
        assert settled(people(0, 25), people(0, 20)) == people(0, 25)

    def test_leavers_stay_counted_until_they_are_enough(self):
        assert settled(people(4, 20), people(0, 20)) == people(0, 20)
        assert settled(people(5, 20), people(0, 20)) == people(5, 20)

    def test_its_total_can_be_published_every_time(self):
        counted, memory = people(0, 20), [people(0, 20)]
        for start, stop in ((1, 22), (3, 24), (5, 26), (9, 31)):
            counted = settled(people(start, stop), counted)
            assert fates([Cell("all", "Everyone", counted)], memory=memory) == {"Everyone": None}
            memory.append(counted)
