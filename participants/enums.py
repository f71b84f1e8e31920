"""Fixed vocabularies of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    """What a unit of the organisation is."""

    BUSINESS_UNIT = "business_unit", _("Business unit")
    FUNCTION = "function", _("Function")
    SITE = "site", _("Site")


class PersonStatus(TextChoices):
    """Whether somebody works here."""

    ACTIVE = "active", _("Active")
    LEFT = "left", _("Left")


class OrganisationRole(TextChoices):
    """Roles in the whole organisation or one unit of it."""

    HR_ADMIN = "hr_admin", _("HR admin")


class Direction(TextChoices):
    """Whether a competency is offered or wanted."""

    OFFERED = "offered", _("Can share")
    WANTED = "wanted", _("Wants to grow")


class ConsentPurpose(TextChoices):
    """What a person agrees to, each on its own."""

    MATCHING_PROFILE = "matching_profile", _("Use my profile for matching")
    STATISTICS = "statistics", _("Count what I declare about myself in the fairness audit")


class BlockBasis(TextChoices):
    """Why two people are never paired; never shown to those who match."""

    DECLARED = "declared", _("Declared conflict of interest")
    GRIEVANCE = "grievance", _("Past grievance")
    EXCLUSION = "exclusion", _("One of them asked for it")
