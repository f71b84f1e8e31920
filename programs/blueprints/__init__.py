"""Program templates in code: a start that an organisation makes its own.

Their texts are copied into the new program, in the language of whoever creates it.
"""

from programs.blueprints.catalogue import BLUEPRINTS
from programs.blueprints.plan import Blueprint, TrackPlan

__all__ = ["BLUEPRINTS", "Blueprint", "TrackPlan", "blueprint_named"]


def blueprint_named(key: str) -> Blueprint:
    """The template of that key. Raises KeyError."""
    return {plan.key: plan for plan in BLUEPRINTS}[key]
