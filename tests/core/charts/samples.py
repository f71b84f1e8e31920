"""Charts that the tests draw."""

from datetime import date

from core.charts import Bar, Bars, Lane, Line, Mark, Periods, Point, Share, Stretch

TREND = Line(
    "Sessions held",
    (
        Point("January", 31),
        Point("February", 38),
        Point("March", None),
        Point("April", 44.25, "after the summer"),
    ),
    target=40,
)
GROUPS = Bars(
    "Participation",
    (Bar("R&D", 82), Bar("Sales", 44, target=70), Bar("Legal", None, "fewer than 5 people")),
    target=60,
    unit="%",
    maximum=100,
)
PART = Share("Milestones reached", 3, 8, "milestones")
WAY = Periods(
    "The line of Ana",
    (
        Lane(
            "Mentoring",
            (
                Stretch("With Jonas", date(2026, 1, 10), date(2026, 3, 31)),
                Stretch("With Mei", date(2026, 3, 1)),
            ),
            (Mark("Met", date(2026, 2, 3)), Mark("To come", date(2026, 6, 20), hollow=True)),
            said="met once",
        ),
        Lane("Rotations", (Stretch("Care", date(2026, 5, 1), date(2026, 6, 30), faint=True),)),
    ),
    first=date(2026, 1, 1),
    last=date(2026, 6, 30),
    today=date(2026, 4, 1),
)
