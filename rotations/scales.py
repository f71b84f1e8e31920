"""The anchored scales of a checkpoint: each step is a behaviour that all three can have seen."""

from django.utils.translation import gettext_lazy as _

KNOWLEDGE = {
    5: _(
        "Has changed for the better how the team works, and takes something home that works there"
    ),
    4: _("Solves the unusual as well, and explains the work to others"),
    3: _("Does the usual work alone, and asks when it is unusual"),
    2: _("Does parts of the work with somebody beside them"),
    1: _("Watches and asks; each step is explained"),
}
IMPACT = {
    5: _("Other teams have asked for it, or have taken it over"),
    4: _("Its effect can be shown: in time, money, quality or risk"),
    3: _("The team uses it in its daily work"),
    2: _("A first piece is finished, and the team has looked at it"),
    1: _("Nothing is in use yet"),
}
