"""How amounts read."""

from django.utils.translation import gettext as _

HOUR = 60


def in_hours(minutes: int) -> str:
    """ "1 h 30 min" for 90, "0 h" for nothing; a minus sign before what is missing."""
    sign = "−" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), HOUR)
    if rest and not hours:
        return sign + _("%(n)d min") % {"n": rest}
    whole = sign + _("%(n)d h") % {"n": hours}
    return f"{whole} {_('%(n)d min') % {'n': rest}}" if rest else whole
