"""The application questionnaire as core.questionnaires knows it: readers, choices, first answers."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.questionnaires.models import Response
from core.questionnaires.registries import Choices, choices, prefills, register_kind
from participants.enums import Direction
from participants.models import Competency, Person, PersonCompetency, Profile
from programs import questions
from programs.models import Enrolment
from programs.visibility import run_by

#: ISO 639-1 codes of the languages offered, each under its own name.
LANGUAGES = (
    ("ar", "العربية"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hu", "Magyar"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("nb", "Norsk"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("sv", "Svenska"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("zh", "中文"),
)


def register() -> None:
    """Called once from AppConfig.ready()."""
    register_kind(questions.KIND, _("Application"), readers=_selectors)
    choices.register(questions.COMPETENCIES, _competencies)
    choices.register(questions.LANGUAGES, _languages)
    prefills.register("programs.wanted", _wanted)
    prefills.register("programs.offered", _offered)
    prefills.register("programs.objectives", _objectives)
    prefills.register("programs.hours", _hours)
    prefills.register("programs.languages", _spoken)


def _selectors(user: Any) -> Q:
    """Those who select: they read what was handed in to the programs they run."""
    mine = Enrolment.objects.filter(run_by(user, "cohort__program")).values("pk")
    return Q(context_type=Enrolment._meta.label, context_id__in=mine)


def _competencies(response: Response | None) -> Choices:
    """What the track grows first; everything else after it."""
    rows = list(Competency.objects.all())
    grown = _grown(response)
    rows.sort(key=lambda row: (row.pk not in grown, row.name))
    return [(str(row.pk), row.name) for row in rows]


def _grown(response: Response | None) -> set[Any]:
    if response is None:
        return set()
    track = Enrolment.objects.filter(pk=response.context_id)
    return set(track.values_list("track__track_competencies__competency", flat=True))


def _languages(response: Response | None) -> Choices:
    return list(LANGUAGES)


def _person(response: Response) -> Person | None:
    rows = Person.objects.filter(pk=response.respondent_id)
    return rows.select_related("profile").first()


def _profile(response: Response) -> Profile | None:
    person = _person(response)
    return getattr(person, "profile", None)


def _held(response: Response, direction: Direction) -> list[str] | None:
    rows = PersonCompetency.objects.filter(person=response.respondent_id, direction=direction)
    keys = rows.order_by("competency__name").values_list("competency", flat=True)
    return [str(key) for key in keys[: questions.MOST_COMPETENCIES]] or None


def _wanted(response: Response) -> Any:
    return _held(response, Direction.WANTED)


def _offered(response: Response) -> Any:
    return _held(response, Direction.OFFERED)


def _objectives(response: Response) -> Any:
    profile = _profile(response)
    return (profile.objectives if profile else "") or None


def _hours(response: Response) -> Any:
    profile = _profile(response)
    return profile.hours_a_month if profile else None


def _spoken(response: Response) -> Any:
    profile = _profile(response)
    return (profile.languages if profile else None) or None
