"""Where this room's pages stand in the navigation."""

from core.design import navigation

#: The pages of those who run a program; decisions are answered on them, and refused on them too.
RUNNING = (
    "cohort start pins term policy purposes run circles unmatched offer_ways fairness rules compare"
    " lock veto undo swap reviewed move let_move lead publish withdraw board answer_for"
    " circle_begin circle_call_off requests"
)


def register() -> None:
    """Called once from AppConfig.ready()."""
    navigation.keep_under("manage", *(f"matching:{name}" for name in RUNNING.split()))
