"""The stored truth of this room, a module for each thing a user would name."""

from participants.models.blocks import PairBlock
from participants.models.competencies import Competency, PersonCompetency, ProficiencyLevel
from participants.models.consents import Consent
from participants.models.facts import BusinessFact
from participants.models.groups import GroupDeclaration, GroupOption, GroupQuestion
from participants.models.organisation import Organisation, Unit
from participants.models.people import Invitation, OrgRole, Person
from participants.models.profiles import Profile

__all__ = [
    "BusinessFact",
    "Competency",
    "Consent",
    "GroupDeclaration",
    "GroupOption",
    "GroupQuestion",
    "Invitation",
    "OrgRole",
    "Organisation",
    "PairBlock",
    "Person",
    "PersonCompetency",
    "ProficiencyLevel",
    "Profile",
    "Unit",
]
