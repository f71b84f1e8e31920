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
    titles = {
        ParticipantRole.MENTOR: _("Applying as a mentor"),
        ParticipantRole.PEER: _("Applying as a peer"),
    }
    return titles.get(ParticipantRole(role), _("Applying as a mentee"))


def items_of(role: str) -> list[Item]:
    """The questions of a role, on two short pages."""
    first = {ParticipantRole.MENTOR: _mentor, ParticipantRole.PEER: _peer}
    return [*first.get(ParticipantRole(role), _mentee)(), *_both()]


def _mentee() -> list[Item]:
    return [_wanted(_("Matching looks for a mentor who can share these.")), _objectives()]


def _peer() -> list[Item]:
    """A peer gives and takes, so is asked both, and promises no places."""
    return [
        _wanted(_("Matching looks for a peer who can share these.")),
        _offered(_("Matching looks for a peer who wants to grow in these.")),
        _objectives(),
    ]


def _wanted(why: str) -> Item:
    return _competencies("wanted", _("What would you like to grow in?"), why)


def _offered(why: str) -> Item:
    return _competencies("offered", _("What can you share?"), why)


def _competencies(key: str, text: str, why: str) -> Item:
    return Item(
        key,
        Ask.COMPETENCIES,
        text,
        help=_("Choose up to five."),
        why_we_ask=why,
        audience=APPLICATION,
        prefill=f"programs.{key}",
        options={"provider": COMPETENCIES, "most": MOST_COMPETENCIES},
    )


def _objectives() -> Item:
    return Item(
        "objectives",
        Ask.LONG,
        _("What should be different for you in half a year?"),
        help=_("Two or three sentences are enough."),
        why_we_ask=_("Whoever selects sees what you hope for, in your own words."),
        audience=APPLICATION,
        prefill="programs.objectives",
        options={"max_length": 2000},
    )


def _mentor() -> list[Item]:
    return [
        _offered(_("Matching looks for mentees who want to grow in these.")),
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
