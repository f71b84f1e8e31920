"""How forms are drawn."""

from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.test import RequestFactory

from core.accounts.models import User
from core.design import audience
from core.design.forms import Form, ModelForm, helper


class Example(Form):
    """One field of each kind that is treated differently."""

    day = forms.DateField(initial=date(2026, 3, 12))
    start = forms.TimeField()
    moment = forms.DateTimeField(required=False)
    note = forms.CharField(help_text="A few words.")
    colour = forms.ChoiceField(choices=[("r", "Red")], widget=forms.RadioSelect)
    agree = forms.BooleanField()


def test_dates_and_times_use_the_browsers_own_inputs() -> None:
    form = Example()
    assert 'type="date" name="day" value="2026-03-12"' in str(form["day"])
    assert 'type="time"' in str(form["start"])
    assert 'type="datetime-local"' in str(form["moment"])


def test_what_the_browser_sends_is_understood() -> None:
    data = {"day": "2026-03-12", "start": "14:30", "moment": "2026-03-12T14:30"}
    form = Example(data | {"note": "x", "colour": "r", "agree": "on"})
    assert form.is_valid(), form.errors


def test_missing_answers_are_asked_for_kindly() -> None:
    errors = Example({}).errors
    assert errors["note"] == ["Fill this in."]
    assert errors["colour"] == ["Choose one."]
    assert errors["agree"] == ["Tick this to go on."]


def test_limits_are_said_in_few_words() -> None:
    class Limited(Form):
        minutes = forms.IntegerField(min_value=5, max_value=480, step_size=5)
        hours = forms.DecimalField(max_digits=4, decimal_places=2)
        code = forms.CharField(min_length=3, max_length=6)
        own = forms.IntegerField(max_value=3, error_messages={"max_value": "Three will do."})

    said = Limited({"minutes": "485", "hours": "1.255", "code": "seventh", "own": "4"}).errors
    assert said == {
        "minutes": ["At most 480."],
        "hours": ["At most 2 digits after the point."],
        "code": ["At most 6 characters, not 7."],
        "own": ["Three will do."],
    }
    said = Limited({"minutes": "1", "hours": "12345", "code": "é", "own": ""}).errors
    assert said["minutes"] == ["At least 5.", "In steps of 5."]
    assert said["hours"] == ["At most 4 digits."]
    assert said["code"] == ["At least 3 characters, not 1."]


def test_an_own_message_is_kept() -> None:
    class Own(Form):
        name = forms.CharField(error_messages={"required": "What is it called?"})

    assert Own({}).errors["name"] == ["What is it called?"]


def test_errors_are_summed_up_and_stand_beside_their_field(rf: RequestFactory) -> None:
    form = Example({})
    form.add_error(None, "These two days overlap.")
    html = render_crispy_form(form, helper(submit="Save", cancel_url="/back/"))
    assert "There is something to correct" in html
    assert "<li>These two days overlap.</li>" in html
    assert '<a href="#id_note">Note: Fill this in.</a>' in html
    assert '<a href="#div_id_colour">' in html
    assert 'id="id_note_error"' in html
    assert 'aria-describedby="id_note_helptext id_note_error"' in html
    assert 'aria-invalid="true"' in html


def test_groups_of_choices_are_named() -> None:
    html = render_crispy_form(Example(), helper(submit="Save"))
    assert '<fieldset id="div_id_colour"' in html
    assert '<legend class="form-label">Colour' in html


def test_the_helper_draws_one_main_button_and_a_way_out() -> None:
    html = render_crispy_form(Example(), helper(submit="Save", cancel_url="/back/", name="go"))
    assert '<button class="btn btn-primary" type="submit" name="go" value="1">Save</button>' in html
    assert '<a class="btn btn-quiet" href="/back/">Cancel</a>' in html
    assert "data-guard" in html
    assert "data-guard" not in render_crispy_form(Example(), helper(submit="Go", guard=False))


def test_optional_fields_say_so() -> None:
    html = render_crispy_form(Example(), helper(submit="Save"))
    assert html.count("(optional)") == 1


def test_a_field_says_who_can_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audience, "_declared", {})
    audience.declare("note", lambda who: f"You and {who}", readers="author partner")

    class Private(Form):
        audiences = {"note": "note"}
        note = forms.CharField(help_text="Why we ask.")

    html = render_crispy_form(Private(subject="Ana"), helper(submit="Save"))
    assert "Why we ask." in html
    assert "You and Ana" in html
    assert 'aria-describedby="id_note_helptext"' in html


def test_model_forms_are_drawn_alike() -> None:
    class Clock(ModelForm):
        class Meta:
            model = User
            fields = ("digest_at",)

    assert 'type="time"' in str(Clock()["digest_at"])
