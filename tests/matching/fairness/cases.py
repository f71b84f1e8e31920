"""Small random cohorts in which every grouping has small groups, and some say nothing."""

from hypothesis import strategies as st

from matching.fairness import Case, Step, Subject

GROUPINGS = ("unit", "site")
ONE = st.tuples(
    st.fixed_dictionaries(
        {},
        optional={
            "unit": st.sampled_from(["Care", "Trade", "Trade", "Trade", "Works", "Works"]),
            "site": st.sampled_from(["Lisbon", "Lisbon", "Oslo", "Turin"]),
        },
    ),
    st.booleans(),
    st.booleans(),
    st.integers(0, 100),
)


@st.composite
def cases(draw: st.DrawFn, most: int = 36, minimum: int = 3) -> Case:
    """Who applied, who of them was chosen, who of these was matched, and how well."""
    rows = draw(st.lists(ONE, min_size=1, max_size=most))
    applied = tuple(
        Subject(f"p{place:03}", groups, chosen)
        for place, (groups, chosen, _matched, _quality) in enumerate(rows)
    )
    inside = tuple(
        Subject(f"p{place:03}", groups, matched, quality if matched else None)
        for place, (groups, chosen, matched, quality) in enumerate(rows)
        if chosen
    )
    loads = tuple(draw(st.lists(st.integers(0, 4), max_size=12)))
    steps = (Step("selected", applied), Step("matched", inside, after="selected"))
    return Case(steps, GROUPINGS, loads, sum(loads), minimum)
