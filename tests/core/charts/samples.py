"""Charts that the tests draw."""

from core.charts import Bar, Bars, Line, Point, Share

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
