"""What this room asks for on the home page."""

from core.design import cards
from matching.cards.participant import of_participant
from matching.cards.runner import of_runner


def register() -> None:
    """Called once from AppConfig.ready()."""
    cards.register("matching.offers", of_participant)
    cards.register("matching.runs", of_runner)
