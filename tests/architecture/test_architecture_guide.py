"""docs/architecture.md is true: its examples run, work together, and name what exists."""

import copy
import sys
from collections import defaultdict
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import connection
from django.db.models.options import Options
from django.urls import get_resolver, include, path

from core.design import audience, cards, navigation
from core.events import consumers
from core.imports import kinds as imports
from core.imports.enums import Action
from core.imports.kinds import Context, MappedRow
from core.outbox import kinds as mails
from core.outbox.models import OutboxMessage
from core.questionnaires import registries
from core.records.classification import unclassified
from core.reminders import kinds as reminders
from core.visibility import registry
from core.visibility.shortcuts import get_visible_or_404
from metrics import definitions
from metrics.months import Month, zone_of_figures
from metrics.sources import Amount, Facts
from tests.architecture.guides import DOCS, ROOT, Snippet, named_files, snippets
from tests.permissions.asking import ask
from tests.permissions.declarations import SIGNED_IN, SUBJECTS
from tests.world import World

GUIDE = DOCS / "architecture.md"
REGISTRIES = [
    (registry, "_providers"),
    (audience, "_declared"),
    (mails, "_kinds"),
    (reminders, "_kinds"),
    (imports, "_kinds"),
    (cards, "_providers"),
    (navigation, "_items"),
    (consumers, "_consumers"),
    (definitions, "_definitions"),
    (registries.kinds, "_known"),
]
URLCONF = "tests.architecture.addresses_of_the_guide"


@pytest.fixture
def code(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Everything that the guide's Python defines, its model with a table, registered for one test."""
    get_resolver().url_patterns  # noqa: B018 - what our pages declare as they are loaded stays
    for owner, name in REGISTRIES:
        monkeypatch.setattr(owner, name, copy.copy(getattr(owner, name)))
    for label in ("engagements.thankyou", "questionnaires.response", "questionnaires.answer"):
        registry._providers[label] = dict(registry._providers[label])
    monkeypatch.setattr(Options, "default_apps", models_apart())
    names: dict[str, Any] = {}
    for snippet in snippets(GUIDE, "python"):
        run(snippet, names)
    with connection.schema_editor() as editor:
        editor.create_model(names["ThankYou"])
    return names


def models_apart() -> Apps:
    """A registry that knows all models, for one that must not stay in the real one."""
    apart = Apps([])
    apart.all_models = defaultdict(dict, {k: dict(v) for k, v in apps.all_models.items()})
    return apart


def run(snippet: Snippet, names: dict[str, Any]) -> None:
    """Execute one example as if it stood in its file; what it defines is known to the next ones."""
    names["__name__"] = snippet.file.removesuffix(".py").replace("/", ".")
    exec(compile(snippet.text, f"{GUIDE.name}: {snippet.file}", "exec"), names)  # noqa: S102


@pytest.fixture
def site(code: dict[str, Any], settings: Any, tmp_path: Path, monkeypatch: Any) -> dict[str, Any]:
    """The guide's page and mail at their addresses, with the guide's templates."""
    import engagements.urls
    import mentorship.urls

    for snippet in snippets(GUIDE, "django"):
        file = tmp_path / snippet.file.removeprefix("templates/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(snippet.body)
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [tmp_path, *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    ours = [*engagements.urls.urlpatterns, *code["urlpatterns"]]
    rest = [
        entry
        for entry in mentorship.urls.urlpatterns
        if getattr(entry, "namespace", "") != "engagements"
    ]
    module = ModuleType(URLCONF)
    module.urlpatterns = [path("relationships/", include((ours, "engagements"))), *rest]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, URLCONF, module)
    settings.ROOT_URLCONF = URLCONF
    return code


def thanked(code: dict[str, Any], world: World) -> Any:
    """Words of thanks by the mentee."""
    told = {"by": world.user("mentee"), "now": World.NOW, "key": uuid4()}
    first = code["thank"](engagement=world.engagement, text="You listened", **told)
    again = code["thank"](engagement=world.engagement, text="You listened", **told)
    assert first == again
    return first


def test_the_model_is_classified_and_its_text_encrypted(code: Any, world: World) -> None:
    row = thanked(code, world)
    assert unclassified(code["ThankYou"]) == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM engagements_thankyou")
        assert "listened" not in cursor.fetchone()[0]
    assert code["ThankYou"].objects.get().text == row.text == "You listened"


def test_the_door_and_the_audience_agree(code: Any, world: World) -> None:
    row, claim = thanked(code, world), audience.named("thanks.text")
    rows = type(row).objects
    who = {s for s in SIGNED_IN.split() if rows.visible_to(world.user(s)).exists()}
    assert who == {"mentor", "mentee"}
    assert (sorted(claim.readers), claim.model) == (["author", "partner"], row._meta.label_lower)
    assert get_visible_or_404(type(row), world.user("mentor"), pk=row.pk) == row


def test_the_page_gives_everybody_what_its_line_declares(site: Any, world: World) -> None:
    (route,) = site["ROUTES"]
    for method in ("get", "post"):
        expected = getattr(route, method).expected
        got = ask(route, method, list(SUBJECTS), world)
        assert got == {subject: expected(subject) for subject in SUBJECTS}


def test_the_page_says_who_reads_what_is_written_there(
    site: Any, world: World, client: Any
) -> None:
    client.force_login(world.user("mentee"))
    page = client.get(f"/relationships/{world.engagement.pk}/thanks/").content.decode()
    assert "Say thank you" in page
    assert "You and your partner in this relationship. Nobody else." in page


def test_the_mail_reaches_the_partner_without_a_word_of_it(site: Any, world: World) -> None:
    thanked(site, world)
    message = OutboxMessage.objects.get(kind="engagements.thanks")
    assert message.recipient == world.user("mentor")
    mail = mails.kind_named(message.kind).render(message)
    assert mail.subject == "A word for you"
    assert f"/relationships/{world.engagement.pk}/" in mail.text
    assert "Your partner left you a word." in mail.html
    assert "listened" not in mail.text + mail.html


def test_the_reminder_is_moot_once_it_is_said(code: Any, world: World) -> None:
    user, kind = world.user("mentee"), reminders.kind_named("engagements.say_thanks")
    told = {"engagement": world.engagement, "user": user, "day": date(2026, 6, 1)}
    reminder = code["remind_to_thank"](now=World.NOW, **told)
    assert code["remind_to_thank"](now=World.NOW, **told) == reminder
    assert (reminder.due_day, reminder.due_time) == (date(2026, 6, 1), time(9))
    assert kind is not None
    assert kind.line(reminder).text == "Something to thank for?"  # type: ignore[union-attr]
    assert kind.still_needed(reminder, World.NOW)
    thanked(code, world)
    assert not kind.still_needed(reminder, World.NOW)


def test_the_questionnaire_is_published_and_seals_free_text(code: Any, world: World) -> None:
    asked = code["define_looking_back"](by=None, now=World.NOW)
    assert asked.published_at == World.NOW
    assert code["define_looking_back"](by=None, now=World.NOW) == asked
    sealed = dict(asked.questions.values_list("key", "sealed"))
    assert sealed == {"worth": False, "grateful": True}


def test_the_import_kind_tells_new_from_changed(code: Any, world: World) -> None:
    kind = imports.get("competencies")
    assert kind.may_run(world.user("hr_admin"))
    assert not kind.may_run(world.user("owner"))
    said = [("Listening", "Hears"), ("Patience", None)]
    rows = [MappedRow(n, {"name": a, "description": b}) for n, (a, b) in enumerate(said)]
    plans = list(kind.plan(rows, Context()))
    assert [plan.action for plan in plans] == [Action.CHANGED, Action.NEW]
    done = [
        kind.commit_row(plan, context=Context(), by=None, now=World.NOW)[0].before for plan in plans
    ]
    assert done == [{"description": ""}, None]


def test_the_metric_counts_each_person(code: Any, world: World) -> None:
    thanked(code, world)
    zone = zone_of_figures()
    facts = Facts(program=world.program, month=Month.of(World.NOW, zone), zone=zone)
    amounts = definitions.definitions()["gratitude"].amounts(facts)
    assert amounts[world.mentee_person.pk] == Amount(Decimal(1), Decimal(1))
    assert amounts[world.mentor_person.pk] == Amount(Decimal(0), Decimal(1))


def test_the_card_and_the_place_are_offered(site: Any, world: World, rf: Any) -> None:
    thanked(site, world)
    request = rf.get("/")
    for subject, offered in (("mentor", ["A word for you"]), ("mentee", [])):
        request.user = world.user(subject)
        assert [str(card.title) for card in site["words_for_you"](request)] == offered
        assert "thanks" in [link.item.key for link in navigation.links(request)]


def test_the_consumer_is_told(code: Any, world: World) -> None:
    from core.events.models import DomainEvent

    row = thanked(code, world)
    event = DomainEvent.objects.get(kind="engagements.thanked")
    consumers.consumer_named("metrics.thanks").handler(event, World.NOW)
    assert code["seen"] == {row.pk}


def test_each_file_that_is_named_exists() -> None:
    assert [name for name in sorted(named_files(GUIDE)) if not (ROOT / name).exists()] == []


def test_each_example_says_where_it_stands() -> None:
    files = [s.file for language in ("python", "django") for s in snippets(GUIDE, language)]
    assert len(files) > 12
    assert all((ROOT / file).parent.parent.is_dir() for file in files)
