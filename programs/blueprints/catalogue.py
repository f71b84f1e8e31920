"""The templates that come with the product, in the order in which they are offered."""

from programs.blueprints import development, exchange

BLUEPRINTS = (
    development.HIGH_POTENTIAL,
    development.EXECUTIVE,
    exchange.REVERSE,
    exchange.CIRCLES,
    exchange.PEER,
    exchange.ONBOARDING,
    exchange.FLASH,
)
