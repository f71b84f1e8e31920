"""Small random problems in which every rule, every kind of criterion and plenty of ties occur."""

from dataclasses import replace

from hypothesis import strategies as st

from matching.engine import (
    Criterion,
    Importance,
    Kind,
    Lifting,
    Objective,
    PairKey,
    Participant,
    Problem,
    Role,
    RuleSet,
    Side,
    Tier,
)

TOPICS = st.frozensets(st.sampled_from(["law", "sales", "data", "people"]), max_size=3)
NUMBERS = st.fixed_dictionaries(
    {}, optional={"tier": st.integers(1, 5), "zone": st.sampled_from([0, 60, -300, 720])}
)

CRITERIA = (
    Criterion("topics", Kind.OVERLAP, Importance.MUST, mentee_key="wants", mentor_key="offers"),
    Criterion("unit", Kind.DIFFERENT, Importance.HELPFUL),
    Criterion("language", Kind.SAME, Importance.IMPORTANT),
    Criterion("tier", Kind.AT_LEAST, Importance.IMPORTANT, distance=1, scale=3),
    Criterion("zone", Kind.NEAR, Importance.HELPFUL, distance=60, scale=600, period=1440),
    Criterion("wishes", Kind.RANKED, Importance.IMPORTANT, side=Side.BOTH),
)


@st.composite
def participants(draw, role: Role, place: int, others: int):
    prefix, other = ("e", "m") if role == Role.MENTEE else ("m", "e")
    terms = {key: draw(TOPICS) for key in ("wants", "offers", "unit", "language")}
    wishes = draw(st.permutations([f"{other}{n}" for n in range(others)]))
    return Participant(
        id=f"{prefix}{place}",
        role=role,
        capacity=draw(st.integers(0, 2)),
        person=draw(st.sampled_from(["", "", "", "both"])),
        terms=terms,
        numbers=draw(NUMBERS),
        rankings=tuple(wishes[: draw(st.integers(0, 2))]),
        barred=draw(st.sampled_from([""] * 9 + ["not_certified"])),
    )


@st.composite
def rule_sets(draw, people: list[str]):
    couples = st.frozensets(st.tuples(st.sampled_from(people), st.sampled_from(people)), max_size=2)
    return RuleSet(
        managers=draw(
            st.dictionaries(st.sampled_from(people), st.sampled_from(people), max_size=2)
        ),
        blocks=draw(couples),
        exclusions=draw(couples),
        repeats=draw(couples),
        tier=draw(st.sampled_from([None, Tier("tier", 0), Tier("tier", 1, reverse=True)])),
        quality_floor=draw(st.sampled_from([0, 0, 30])),
    )


@st.composite
def problems(draw, most: int = 4, rules: bool = True):
    """A problem without locks; up to `most` mentees and mentors."""
    mentees, mentors = draw(st.integers(0, most)), draw(st.integers(0, most))
    people = [draw(participants(Role.MENTEE, n, mentors)) for n in range(mentees)]
    people += [draw(participants(Role.MENTOR, n, mentees)) for n in range(mentors)]
    pairs = [PairKey(f"e{e}", f"m{m}") for e in range(mentees) for m in range(mentors)]
    some = st.frozensets(st.sampled_from(pairs), max_size=2) if pairs else st.just(frozenset())
    floors = draw(st.sampled_from([Objective(), Objective(stickiness=5), Objective(95, 90, 70)]))
    return Problem(
        participants=tuple(people),
        criteria=tuple(draw(st.lists(st.sampled_from(CRITERIA), unique=True, max_size=4))),
        rules=draw(rule_sets([p.who for p in people])) if rules and people else RuleSet(),
        objective=replace(floors, lifting=draw(st.sampled_from(Lifting))),
        vetoes=draw(some) if rules else frozenset(),
        reference=dict(draw(some)),
    )
