"""What an application asks, for each role, and where a first answer may come from."""

from django.utils.translation import gettext as _

from core.questionnaires.definition import Item
from core.questionnaires.enums import Ask
from programs.audiences import APPLICATION
from programs.enums import ParticipantRole

KIND = "programs.application"
COMPETENCIES, LANGUAGES = "programs.competencies", "programs.languages"
MOST_COMPETENCIES = 5


def key_of(role: str) -> str:
    """The questionnaire that applicants in a role answer."""
    return f"{KIND}.{role}"


def title_of(role: str) -> str:
    """What it is called."""
    return (
        _("Applying as a mentor") if role == ParticipantRole.MENTOR else _("Applying as a mentee")
    )


def items_of(role: str) -> list[Item]:
    """The questions of a role, on two short pages."""
    first = _mentor() if role == ParticipantRole.MENTOR else _mentee()
    return [*first, *_both()]


def _mentee() -> list[Item]:
    return [
        Item(
            "wanted",
            Ask.COMPETENCIES,
            _("What would you like to grow in?"),
            help=_("Choose up to five."),
            why_we_ask=_("Matching looks for a mentor who can share these."),
            audience=APPLICATION,
            prefill="programs.wanted",
            options={"provider": COMPETENCIES, "most": MOST_COMPETENCIES},
        ),
        Item(
            "objectives",
            Ask.LONG,
            _("What should be different for you in half a year?"),
            help=_("Two or three sentences are enough."),
            why_we_ask=_("Whoever selects sees what you hope for, in your own words."),
            audience=APPLICATION,
            prefill="programs.objectives",
            options={"max_length": 2000},
        ),
    ]


def _mentor() -> list[Item]:
    return [
        Item(
            "offered",
            Ask.COMPETENCIES,
            _("What can you share?"),
            help=_("Choose up to five."),
            why_we_ask=_("Matching looks for mentees who want to grow in these."),
            audience=APPLICATION,
            prefill="programs.offered",
            options={"provider": COMPETENCIES, "most": MOST_COMPETENCIES},
        ),
        Item(
            "capacity",
            Ask.NUMBER,
            _("How many mentees can you take on?"),
            why_we_ask=_("Nobody gets more mentees than they have time for."),
            audience=APPLICATION,
            options={"least": 1, "most": 10},
        ),
        Item(
            "experience",
            Ask.LONG,
            _("What have you been through that may help somebody?"),
            why_we_ask=_("Titles say little about what somebody has learned."),
            audience=APPLICATION,
            required=False,
            options={"max_length": 2000},
        ),
    ]


def _both() -> list[Item]:
    return [
        Item(
            "hours",
            Ask.NUMBER,
            _("How many hours a month can you give to it?"),
            why_we_ask=_("So that both sides expect the same."),
            audience=APPLICATION,
            prefill="programs.hours",
            step=2,
            options={"least": 1, "most": 40, "unit": _("hours a month")},
        ),
        Item(
            "languages",
            Ask.MULTIPLE,
            _("In which languages do you like to talk?"),
            why_we_ask=_("A pair needs one in common."),
            audience=APPLICATION,
            prefill="programs.languages",
            required=False,
            step=2,
            options={"provider": LANGUAGES},
        ),
    ]
