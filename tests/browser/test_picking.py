"""Choosing one of many people: names come while one types."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from participants.forms import picking
from tests.browser.conftest import ReadAs
from tests.browser.harness import assert_valid_html, walk


def test_names_come_while_one_types(read_as: ReadAs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picking, "LIST", 5)
    page = read_as("hr_admin")
    assert_valid_html([walk(page, reverse("participants:admins"), thoroughly=True)])
    line = page.get_by_role("combobox", name="Person")
    names = page.locator("#person-people option")
    line.press_sequentially("line wo", delay=0)
    expect(names).to_have_count(1)
    expect(names).to_have_attribute("value", "Line Manager World")
    line.fill("nobody at all")
    expect(names).to_have_count(0)
    line.press("Enter")
    expect(page.locator(".error-summary")).to_contain_text("Nobody here has that name")
    expect(page.get_by_role("combobox", name="Person")).to_have_value("nobody at all")
