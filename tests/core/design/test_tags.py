"""What the template tags draw."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone

from core.charts import Line, Point
from core.design.tags.people import TONES, initials


def draw(code: str, path: str = "/", **facts: Any) -> str:
    """What a template says, with white space made small."""
    request = RequestFactory().get(path)
    html = Template("{% load design %}" + code).render(Context({"request": request, **facts}))
    return " ".join(html.split())


def test_an_icon_is_silent_unless_it_has_words() -> None:
    assert 'aria-hidden="true"' in draw('{% icon "calendar" %}')
    labelled = draw('{% icon "calendar" "Date" %}')
    assert '<span class="visually-hidden">Date</span>' in labelled


def test_an_unknown_icon_fails() -> None:
    with pytest.raises(Exception, match="no-such-icon"):
        draw('{% icon "no-such-icon" %}')


@pytest.mark.parametrize("tone", TONES)
def test_a_state_is_an_icon_and_a_word(tone: str) -> None:
    html = draw(f'{{% badge "{tone}" word %}}', word="Word & more")
    assert f'<span class="state state-{tone}"><svg' in html
    assert html.endswith("</svg>Word &amp; more</span>")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana María Ortiz", "AO"),
        ("Cher", "C"),
        ("jo.smith@example.org", "JS"),
        ("李 小龍", "李小"),
        ("", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_person_is_escaped() -> None:
    assert "<script>" not in draw('{% person name "note" "/p/" %}', name="<script>")


def test_a_moment_names_the_readers_zone_and_the_others() -> None:
    moment = datetime(2026, 3, 12, 22, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Berlin")):
        html = draw('{% timezone_time moment "Asia/Tokyo" %}', moment=moment)
        same = draw('{% timezone_time moment "Europe/Paris" %}', moment=moment)
    assert 'datetime="2026-03-12T23:30+01:00"' in html
    assert "Thu 12 Mar 2026, 23:30 Berlin time" in html
    assert "(Fri 13 Mar 2026, 07:30 Tokyo time)" in html
    assert "Paris" not in same


def test_progress_is_in_words_and_never_over_its_end() -> None:
    html = draw('{% progress 1200 3000 "Rows" %}')
    assert 'value="1200" max="3000"' in html
    assert "1,200 of 3,000" in html
    assert draw('{% progress 0 0 "Rows" %}').count("0 of 0") == 1


def test_a_level_is_in_words_too() -> None:
    assert "●●●○○" in draw('{% meter 3 5 "Listening" %}')
    assert "Listening: 3 / 5" in draw('{% meter 3 5 "Listening" %}')


def test_steps_say_where_one_is() -> None:
    html = draw("{% stepper steps 2 %}", steps=[("Upload", "/u/"), "Columns", "Import"])
    assert html.count('aria-current="step"') == 1
    assert '<a href="/u/">Upload</a>' in html
    assert "step-done" in html
    assert "step-ahead" in html


def test_a_column_sorts_and_keeps_the_rest_of_the_query() -> None:
    code = '{% column "Name" sort="name" %}'
    assert 'href="?q=a&amp;sort=name"' in draw(code, "/?q=a&page=3")
    html = draw(code, "/?sort=name")
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-name"' in html
    assert 'aria-sort="descending"' in draw(code, "/?sort=-name")
    assert draw('{% column "Name" %}') == '<th scope="col">Name</th>'


def test_pages_lead_on_and_back() -> None:
    pages = Paginator(range(75), 25)
    html = draw("{% pagination page %}", "/?q=a&page=2", page=pages.page(2))
    assert 'href="?q=a&amp;page=1"' in html
    assert 'href="?q=a&amp;page=3"' in html
    assert "26–50 of 75" in html
    assert draw("{% pagination page %}", page=Paginator(range(3), 25).page(1)) == ""


def test_tabs_mark_the_one_that_is_open() -> None:
    html = draw('{% tabs items "b" %}', items=[("a", "Goals", "/a/", 3), ("b", "Notes", "/b/")])
    assert '<a href="/b/" aria-current="page">Notes</a>' in html
    assert '<span class="tabs-count">3</span>' in html


def test_facts_show_a_dash_for_nothing() -> None:
    html = draw('{% facts %}{% fact "A" 0 %}{% fact "B" "" %}{% endfacts %}')
    assert "<dd>0</dd>" in html
    assert "<dt>B</dt><dd>–</dd>" in html


def test_tasks_are_counted() -> None:
    items = [
        {"label": "One", "done": True},
        {"label": "Two", "url": "/2/"},
        {"label": "Three", "blocked": True, "url": "/3/"},
    ]
    html = draw("{% tasklist items %}", items=items)
    assert "1 of 3 done" in html
    assert '<a href="/2/">Two</a>' in html
    assert "/3/" not in html


def test_filters_can_be_cleared_and_keep_the_order() -> None:
    html = draw("{% filters %}x{% endfilters %}", "/list/?q=a&sort=name")
    assert 'name="sort" value="name"' in html
    assert 'href="/list/?sort=name"' in html
    assert "Clear" not in draw("{% filters %}x{% endfilters %}", "/list/?sort=name")


def test_a_card_without_a_title_has_no_heading() -> None:
    assert "<h2" not in draw("{% card %}x{% endcard %}")
    linked = draw('{% card title="T" url="/t/" tone="accent" icon="eye" %}x{% endcard %}')
    assert '<a href="/t/">T</a>' in linked
    assert "panel-accent" in linked


def test_what_the_card_holds_stays_escaped() -> None:
    assert "<script>" not in draw("{% card %}{{ bad }}{% endcard %}", bad="<script>")


def test_a_dialog_is_reached_without_a_script() -> None:
    html = draw('{% dialog_button "end" "End it" "danger" %}')
    assert 'href="#end" data-dialog="end"' in html
    asked = draw('{% confirm_dialog "end" "Sure?" "Really." "/end/" "End" %}')
    assert '<dialog class="dialog" id="end"' in asked
    assert '<form method="post" action="/end/">' in asked


def test_an_unknown_tone_fails() -> None:
    with pytest.raises((KeyError, TemplateSyntaxError)):
        draw('{% button_link "/" "x" "loud" %}')


def test_a_chart_brings_its_table() -> None:
    chart = Line(title="Held", points=(Point("January", 3), Point("February", 5)))
    html = draw("{% chart chart %}", chart=chart)
    assert "<svg" in html
    assert "<table" in html


def test_nothing_yet_offers_what_to_do() -> None:
    html = draw('{% empty_state "users" "Nobody yet" "Bring them in." "/import/" "Import" %}')
    assert '<a class="btn btn-primary" href="/import/">Import</a>' in html


def test_a_figure_stands_beside_what_it_is_compared_to() -> None:
    html = draw('{% stat "Held" 412 "as of today" "86 % of plan" "/held/" %}')
    assert '<a href="/held/">412</a>' in html
    assert "86 % of plan" in html


def test_the_bottom_bar_keeps_four_and_puts_the_rest_under_more() -> None:
    code = "{% for x in links|beyond_the_bar %}{{ x }}{% endfor %}"
    assert draw(code, links=list(range(5))) == ""
    assert draw(code, links=list(range(7))) == "456"
