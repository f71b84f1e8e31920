"""What the pages show: released figures with their comparison, and nobody's name."""

import csv
import io
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.audit.models import AuditEntry
from core.privacy.models import Release
from metrics import cards
from metrics.definitions import definitions
from metrics.models import MetricTarget, MetricValue
from metrics.services.targets import set_targets
from metrics.views import figures
from participants.models import Person
from programs.models import Program
from tests.metrics.crowd import NOW, Crowd
from tests.world import World


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets what the pages take for now."""

    def stand(moment: datetime) -> None:
        clock = SimpleNamespace(now=lambda: moment)
        monkeypatch.setattr(figures, "timezone", clock)
        monkeypatch.setattr(cards, "timezone", clock)

    stand(NOW)
    return stand


@pytest.fixture
def published(published: Crowd, world: World) -> Crowd:
    """Seen by the world's sponsor and owner."""
    published.oversee(world.sponsor_person)
    published.oversee(world.owner_person, "owner")
    return published


@pytest.fixture
def sponsor(client: Client, world: World, clock: Any) -> Client:
    client.force_login(world.user("sponsor"))
    return client


def page(client: Client, name: str, program: Program, **more: Any) -> str:
    query = more.pop("query", "")
    url = reverse(f"metrics:{name}", kwargs={"program_id": program.pk, **more})
    response = client.get(url + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_scorecard_says_what_each_figure_is_compared_with(
    sponsor: Client, published: Crowd
) -> None:
    shown = page(sponsor, "scorecard", published.program)
    release = Release.objects.get(
        metric="participation", scope=str(published.program.pk), period="2026-02"
    )
    figure = release.figures[0]
    assert f"{figure.value['figure']:.0f}%" in shown
    assert f"n {figure.n}, February 2026" in shown
    assert "Figures for February 2026." in shown
    assert " of 5 on target." in shown
    assert "since November 2025." in shown
    assert shown.count("chart-line") == 5
    assert "individual figures never feed ratings" in shown


def test_no_page_of_a_sponsor_has_anybodys_name(sponsor: Client, published: Crowd) -> None:
    shown = page(sponsor, "export", published.program)
    for query in ("", "?by=track", "?by=cohort", "?by=unit", "?by=person"):
        shown += page(sponsor, "scorecard", published.program, query=query)
        for key in definitions():
            shown += page(sponsor, "metric", published.program, key=key, query=query)
    members = Person.objects.filter(enrolments__cohort__program=published.program)
    names = [*members.values_list("family_name", flat=True), *members.values_list("pk", flat=True)]
    assert len(names) > 20
    assert [name for name in names if str(name) in shown] == []


def test_pages_read_releases_and_never_the_rows_they_were_made_of(
    sponsor: Client, published: Crowd
) -> None:
    before = page(sponsor, "scorecard", published.program)
    MetricValue.objects.all().delete()
    assert page(sponsor, "scorecard", published.program).count("%") == before.count("%")


def test_groups_that_are_protected_say_why(sponsor: Client, published: Crowd) -> None:
    shown = page(sponsor, "metric", published.program, key="fit")
    assert "protected: fewer than 5 people" in shown
    shown = page(sponsor, "scorecard", published.program, query="?by=unit")
    assert "Not shown, in any figure:" in shown
    assert "More groups appear as more people take part." in shown


def test_with_few_people_the_page_says_when_it_fills(sponsor: Client, world: World) -> None:
    shown = page(sponsor, "scorecard", world.program)
    assert "These fill by themselves as more people take part" in shown
    assert shown.count("protected: fewer than 5 people ·") == 4
    assert "Protected" in page(sponsor, "metric", world.program, key="goals")


def test_before_the_first_month_is_out_the_page_says_when_it_comes(
    sponsor: Client, world: World
) -> None:
    crowd = Crowd(pairs=0, name="Begun just now")
    crowd.oversee(world.sponsor_person)
    shown = page(sponsor, "scorecard", crowd.program)
    assert "The first figures come on 4 Apr 2026." in shown
    assert "Not published yet" in page(sponsor, "metric", crowd.program, key="fit")
    assert "First figures on 4 Apr 2026" in sponsor.get(reverse("metrics:home")).content.decode()


def test_stale_figures_are_said_to_be(sponsor: Client, published: Crowd, clock: Any) -> None:
    assert "should be out by now" not in page(sponsor, "scorecard", published.program)
    clock(datetime(2026, 5, 4, 9, tzinfo=UTC))
    shown = page(sponsor, "scorecard", published.program)
    assert "These figures stop at February 2026: those for April 2026 should be out" in shown
    assert "Late" in sponsor.get(reverse("metrics:home")).content.decode()


def test_an_unknown_metric_is_not_found(sponsor: Client, published: Crowd) -> None:
    url = reverse("metrics:metric", args=[published.program.pk, "salary"])
    assert sponsor.get(url).status_code == 404


def test_the_export_holds_the_released_figures_defused(sponsor: Client, published: Crowd) -> None:
    unit = published.units[0]
    unit.name = "=HYPERLINK(1)"
    unit.save()
    rows = list(csv.reader(io.StringIO(page(sponsor, "export", published.program).lstrip("﻿"))))
    header, lines = rows[0], rows[1:]
    assert len(lines) == sum(
        len(release.figures) for release in Release.objects.filter(scope=str(published.program.pk))
    )
    totals = [dict(zip(header, line, strict=True)) for line in lines if line[3] == "total"]
    newest = next(
        row for row in totals if row["Metric"] == "Participation" and row["Month"] == "2026-02"
    )
    release = Release.objects.get(
        metric="participation", scope=str(published.program.pk), period="2026-02"
    )
    figure = release.figures[0]
    assert newest["People"] == str(figure.n)
    assert newest["Figure"] == f"{figure.value['figure']:g}"
    assert {line[4] for line in lines if "HYPERLINK" in line[4]} == {"'=HYPERLINK(1)"}
    hidden = [dict(zip(header, line, strict=True)) for line in lines if line[-1]]
    assert hidden
    assert {(row["Figure"], row["People"], row["Numerator"]) for row in hidden} == {("", "", "")}


def test_the_list_behind_a_figure_is_for_those_who_may_read_it(
    client: Client, sponsor: Client, published: Crowd, world: World
) -> None:
    assert "The lists behind it" not in page(sponsor, "metric", published.program, key="sessions")
    client.force_login(world.user("owner"))
    shown = page(client, "metric", published.program, key="sessions")
    assert reverse("engagements:cohort", args=[published.cohorts[0].pk]) in shown
    assert "The lists behind it" not in page(client, "metric", published.program, key="fit")


def test_targets_are_set_by_who_runs_the_program(
    client: Client, published: Crowd, world: World, clock: Any
) -> None:
    client.force_login(world.user("owner"))
    url = reverse("metrics:targets", args=[published.program.pk])
    assert 'value="70"' in client.get(url).content.decode()
    data = {
        "participation": "12",
        "sessions": "80",
        "goals": "50",
        "milestones": "80",
        "fit": "4.2",
    }
    for _ in range(2):
        back = client.post(url, data).headers["Location"]
    assert back == reverse("metrics:scorecard", args=[published.program.pk])
    rows = MetricTarget.objects.filter(program=published.program).values_list("metric", "value")
    assert dict(rows)["participation"] == 12
    assert AuditEntry.objects.filter(action="metrics.set_targets").count() == 1
    assert "Target 12%" in page(client, "scorecard", published.program)


@pytest.mark.parametrize(
    ("key", "value"), [("participation", "101"), ("fit", "0.5"), ("goals", "")]
)
def test_a_target_out_of_reach_is_refused_beside_its_field(
    client: Client, world: World, key: str, value: str
) -> None:
    client.force_login(world.user("owner"))
    data = {"participation": 70, "sessions": 80, "goals": 50, "milestones": 80, "fit": 4} | {
        key: value
    }
    response = client.post(reverse("metrics:targets", args=[world.program.pk]), data)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [key]
    assert not MetricTarget.objects.exists()


def test_setting_the_same_targets_again_changes_nothing(world: World) -> None:
    facts = {"program": world.program, "targets": {"fit": 4}, "by": None, "now": NOW}
    assert set_targets(**facts) == 1
    assert set_targets(**facts) == 0


def test_the_sponsors_home_says_how_the_program_does(
    sponsor: Client, published: Crowd, world: World, rf: Any, clock: Any
) -> None:
    request = rf.get("/")
    request.user = world.user("sponsor")
    said = {card.url: card for card in cards.of_sponsor(request)}
    card = said[reverse("metrics:scorecard", args=[published.program.pk])]
    assert card.text.startswith("February 2026: ")
    assert card.text.endswith(" of 5 figures on target.")
    clock(datetime(2026, 5, 4, 9, tzinfo=UTC))
    late = next(iter(cards.of_sponsor(request)))
    assert late.tone == "warning"
    assert "The figures for April 2026 are late." in late.text


def test_the_home_of_somebody_else_has_no_such_card(world: World, rf: Any) -> None:
    request = rf.get("/")
    request.user = world.user("mentee")
    assert list(cards.of_sponsor(request)) == []
