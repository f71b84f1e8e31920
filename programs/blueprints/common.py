"""Texts that several templates share."""

from django.utils.translation import gettext_lazy as _

GUIDELINES = _(
    "What is said between mentor and mentee stays between them.\n"
    "The mentee sets the agenda; the mentor asks before advising.\n"
    "A mentor is not the mentee's manager and takes no part in rating them.\n"
    "If it does not fit, say so early: either side may end it without giving a reason."
)
AMONG_PEERS = _(
    "What is said between the two stays between them.\n"
    "Half of the time belongs to each: in one conversation you ask, in the next you listen.\n"
    "Ask before advising; nobody is here to know better.\n"
    "If it does not fit, say so early: either may end it without giving a reason."
)
MONTHLY_HOUR = _(
    "About two hours a month: one conversation of an hour, and time to prepare it and to follow"
    " up.\nA short check-in now and then, seen by the program team in numbers only."
)
QUARTERLY = _("The owner and the sponsor look at the figures every quarter")
KICKOFF = (
    0,
    _("Kickoff"),
    _("Everybody hears what the program is for, and what it is not."),
)
AGREEMENT = (
    14,
    _("Agreement signed"),
    _("The pair agrees how often they meet, what stays between them, and what the goals are."),
)
REVIEW = (
    90,
    _("Midway review"),
    _("Mentor and mentee ask each other what works and what should change."),
)
CLOSING = (
    180,
    _("Closing conversation"),
    _("What was learned, what comes next, and how the two stay in touch."),
)
