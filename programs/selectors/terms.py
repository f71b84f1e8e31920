"""On which days mentors change: each so many months, or on the one day of the cohort."""

import calendar
from datetime import date

from programs.enums import PAIRED
from programs.models import Cohort, Track


def changes(cohort: Cohort, track: Track) -> list[date]:
    """The days within the cohort, in order; the cohort's own goes before the track's months.

    There are none where a mentor is not one person's for a while: in circles, which go on with who
    leads them, and in short conversations.
    """
    if track.format not in PAIRED:
        return []
    if cohort.mentors_change_on:
        return [cohort.mentors_change_on]
    found: list[date] = []
    every = track.mentor_term_months
    while every:
        day = months_after(cohort.starts_on, every * (len(found) + 1))
        if day >= cohort.ends_on:
            break
        found.append(day)
    return found


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
