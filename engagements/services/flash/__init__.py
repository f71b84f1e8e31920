"""Short conversations: offered, booked, waited for, called off, and over by themselves."""

from engagements.services.flash.after import end_if_over, leave_line, say_who_came
from engagements.services.flash.booking import book, follow, leave_list
from engagements.services.flash.offering import WITHDRAWN, offer, offer_again, withdraw
from engagements.services.flash.seats import NotAvailable, Overlap, TooMany

__all__ = [
    "WITHDRAWN",
    "NotAvailable",
    "Overlap",
    "TooMany",
    "book",
    "end_if_over",
    "follow",
    "leave_line",
    "leave_list",
    "offer",
    "offer_again",
    "say_who_came",
    "withdraw",
]
