"""A questionnaire as written down: in code, by a template of a program, or by an editor."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from core.design import audience
from core.questionnaires.enums import WORDS, Ask
from core.questionnaires.models import Question
from core.questionnaires.registries import choices, prefills

OPTIONS: dict[str, set[str]] = {
    Ask.SHORT: {"max_length"},
    Ask.LONG: {"max_length"},
    Ask.SINGLE: {"choices", "provider"},
    Ask.MULTIPLE: {"choices", "provider", "most"},
    Ask.SCALE: {"steps", "low", "high"},
    Ask.NUMBER: {"least", "most", "unit"},
    Ask.YES_NO: set(),
    Ask.COMPETENCIES: {"provider", "most"},
}


class BadDefinition(ValueError):
    """A questionnaire that can't be asked; the message names the question."""


@dataclass(frozen=True)
class Item:
    """A question as defined.

    `options` by kind: texts take `max_length`; choices take `choices` ([[value, label], …]) or
    `provider`, and `most` may be chosen; a scale takes `low` and `high` (its anchors) and `steps`
    (5); a number takes `least`, `most` and `unit`; competencies take `provider` and `most`.
    """

    key: str
    kind: str
    text: str
    help: str = ""
    why_we_ask: str = ""
    audience: str = ""
    required: bool = True
    sealed: bool = False
    prefill: str = ""
    step: int = 1
    options: dict[str, Any] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """The model's fields as stored; free text is sealed whatever was said."""
        sealed = self.sealed or self.kind in WORDS
        values: dict[str, Any] = json.loads(json.dumps(asdict(self), cls=DjangoJSONEncoder))
        return values | {"kind": str(self.kind), "sealed": sealed}


def item_of(question: Question) -> Item:
    """A stored question as it was defined."""
    return Item(**{name: getattr(question, name) for name in Item.__dataclass_fields__})


def check(items: list[Item]) -> None:
    """Raises BadDefinition for the first question that can't be asked."""
    keys: set[str] = set()
    for item in items:
        problem = "the key is used twice" if item.key in keys else _problem(item)
        if problem:
            raise BadDefinition(f"{item.key}: {problem}")
        keys.add(item.key)
    if not items:
        raise BadDefinition("a questionnaire needs a question")


def _problem(item: Item) -> str:
    if item.kind not in OPTIONS:
        return f"there is no kind {item.kind!r}"
    if unknown := set(item.options) - OPTIONS[item.kind]:
        return f"{item.kind} takes no option {', '.join(sorted(unknown))}"
    if item.audience and item.audience not in audience.declared():
        return f"no audience {item.audience!r} is declared"
    if item.prefill and item.prefill not in prefills.all():
        return f"no prefilled answer {item.prefill!r} is registered"
    return _choice_problem(item)


def _choice_problem(item: Item) -> str:
    provider, offered = item.options.get("provider"), item.options.get("choices")
    if provider and provider not in choices.all():
        return f"no provider of choices {provider!r} is registered"
    if item.kind in (Ask.SINGLE, Ask.MULTIPLE, Ask.COMPETENCIES) and bool(provider) == bool(
        offered
    ):
        return "it needs either choices or a provider of them"
    values = [value for value, _label in offered or []]
    return "two choices have one value" if len(set(values)) < len(values) else ""
