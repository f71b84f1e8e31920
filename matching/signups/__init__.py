"""Two sign-up lists in, a workbook of pairs out: no program, no database.

    mentors = read_list(data, name="mentors.csv", role=Role.MENTOR)
    mentees = read_list(data, name="mentees.xlsx", role=Role.MENTEE)
    matched = match(mentors, mentees, Wishes())
    Path("pairs.xlsx").write_bytes(workbook(matched))

columns → cells → reading → people → criteria → matched → report → writing, each building on those
before it. What cannot be used at all raises `Unusable`, whose message is for the person at the
command line; everything else is kept as a `Trouble` and told in the workbook.
"""

from matching.signups.criteria import Wishes
from matching.signups.lists import SignUpList, Trouble, Unusable
from matching.signups.matched import Matched, match, prepared
from matching.signups.reading import read_columns, read_list
from matching.signups.report import Block, understood
from matching.signups.writing import workbook

__all__ = [
    "Block",
    "Matched",
    "SignUpList",
    "Trouble",
    "Unusable",
    "Wishes",
    "match",
    "prepared",
    "read_columns",
    "read_list",
    "understood",
    "workbook",
]
