"""What other rooms bring: kinds of questionnaire, respondents, choices, and prefilled answers.

All are registered from AppConfig.ready(), under a key of the room's own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from django.apps import apps
from django.db.models import Q

from core.visibility.registry import Provider, grant

if TYPE_CHECKING:
    from core.accounts.models import User
    from core.questionnaires.models import Response

T = TypeVar("T")
Choices = list[tuple[str, Any]]


class Registry(Generic[T]):
    """Things by key; a key is taken once."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._known: dict[str, T] = {}

    def register(self, key: str, thing: T) -> T:
        """Add a thing. Raises ValueError when another one has its key."""
        if self._known.setdefault(key, thing) is not thing:
            raise ValueError(f"{self._what} {key!r} is registered twice")
        return thing

    def get(self, key: str) -> T:
        """The thing of that key. Raises LookupError that names it."""
        if key not in self._known:
            raise LookupError(f"no {self._what} {key!r} is registered")
        return self._known[key]

    def all(self) -> dict[str, T]:
        """Everything by its key."""
        return dict(self._known)


@dataclass(frozen=True)
class Kind:
    """A kind of questionnaire, such as "programs.application"."""

    key: str
    label: Any


kinds: Registry[Kind] = Registry("kind of questionnaire")
respondents: "Registry[Callable[[User], Iterable[UUID] | Any]]" = Registry("respondent")
choices: "Registry[Callable[[Response | None], Choices]]" = Registry("provider of choices")
prefills: "Registry[Callable[[Response], Any]]" = Registry("prefilled answer")


def register_kind(
    key: str, label: Any, *, readers: Provider | None = None, metadata: Provider | None = None
) -> Kind:
    """A kind of questionnaire, and who besides the respondent sees its submitted responses.

    `readers` and `metadata` return a Q over Response for a user: readers read the answers too,
    the others only that there is a response. Drafts are never shown.
    """
    kind = kinds.register(key, Kind(key, label))
    seen = {"readers": readers, "metadata": metadata}
    for name, provider in seen.items():
        if provider:
            grant("questionnaires.Response", f"{key} {name}", _submitted(key, provider))
    if readers:
        grant("questionnaires.Answer", key, answers_of(_submitted(key, readers)))
    return kind


def own_responses(user: "User") -> Q:
    """The responses that a user gave, as a user or as what else they are registered as."""
    own = Q(pk__in=[])
    for label, ids_of in respondents.all().items():
        own |= Q(respondent_type=label, respondent_id__in=ids_of(user))
    return own


def _submitted(kind: str, provider: Provider) -> Provider:
    return lambda user: Q(questionnaire__kind=kind, state="submitted") & provider(user)


def answers_of(responses: Provider) -> Provider:
    """The same door for the answers in those responses."""

    def provider(user: "User") -> Q:
        model = apps.get_model("questionnaires.Response")
        return Q(response__in=model._default_manager.filter(responses(user)))

    return provider
