"""Sign-up lists made of a few lines."""

from matching.engine import Role
from matching.signups import SignUpList, Wishes, read_list
from tests.world import World

GRADES = ("Junior", "Senior", "Lead")


def mentors(text: str, name: str = "mentors.csv", **chosen: str) -> SignUpList:
    return read_list(text.encode(), name=name, role=Role.MENTOR, chosen=chosen)


def mentees(text: str, name: str = "mentees.csv", **chosen: str) -> SignUpList:
    return read_list(text.encode(), name=name, role=Role.MENTEE, chosen=chosen)


def wishes(**changes: object) -> Wishes:
    return Wishes(**{"now": World.NOW, "grades": GRADES} | changes)  # type: ignore[arg-type]


MENTORS = """\
Name,E-mail,Department,Grade,Skills,Languages,Number of mentees
Ana Silva,ana@x.example,Sales,Senior,"Negotiation, Public speaking","English, German",1
Bo Lee,bo@x.example,Finance,Lead,Budgeting; Public Speaking,English,2
"""
MENTEES = """\
Name,E-mail,Department,Grade,Skills,Languages
Mia Park,mia@x.example,Sales,Junior,public speaking,English
Jo Weber,jo@x.example,Finance,Junior,negotiation,Deutsch
Kim Roy,kim@x.example,Legal,Senior,budgeting,en
"""
