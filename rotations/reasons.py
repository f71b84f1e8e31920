"""Why a placement was proposed, in words; the codes are those of the adapter's criteria."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "function": _("A function not yet seen"),
    "competency": _("Grows a competency that is wanted, or that the track asks for"),
    "unit": _("Another business unit"),
    "start": _("The dates fit"),
    "zone": _("Similar working hours"),
}


def in_words(codes: Iterable[str]) -> list[Promise]:
    """The sentences of known codes."""
    return [WORDS[code] for code in codes if code in WORDS]
