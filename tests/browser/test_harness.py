"""The checks themselves can fail."""

import pytest

from tests.browser.conftest import PageAt
from tests.browser.harness import (
    Visit,
    assert_accessible,
    assert_no_overflow,
    assert_valid_html,
    turn,
    walk,
)

PLAIN = '<!doctype html><html lang="en"><head><title>x</title></head><body>{}</body></html>'


def test_html_that_is_not_valid_is_named_with_its_address() -> None:
    good, bad = PLAIN.format("<p>Hello</p>"), PLAIN.format("<p><div></div></p>")
    assert_valid_html([Visit("/good/", good)])
    with pytest.raises(AssertionError, match="/bad/:1"):
        assert_valid_html([Visit("/good/", good), Visit("/bad/", bad)])


def test_a_picture_without_words_is_not_accessible(page_at: PageAt) -> None:
    page = page_at()
    page.set_content(PLAIN.format('<main><img src="data:,"></main>'))
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


def test_something_too_wide_is_found(page_at: PageAt) -> None:
    page = page_at(phone=True)
    page.set_content(PLAIN.format('<main><table width="900"><tr><td>x</td></tr></table></main>'))
    with pytest.raises(AssertionError, match="table"):
        assert_no_overflow(page)


def test_what_is_too_wide_only_from_right_to_left_is_found(page_at: PageAt) -> None:
    page = page_at(phone=True)
    page.set_content(PLAIN.format('<main><p style="margin-right: 500px">x</p></main>'))
    assert_no_overflow(page)
    page.set_content(PLAIN.format('<main><p style="position: absolute; left: -90px">x</p></main>'))
    assert_no_overflow(page)
    turn(page)
    with pytest.raises(AssertionError, match="too wide"):
        assert_no_overflow(page)


def test_a_page_that_is_missing_stops_the_walk(page_at: PageAt) -> None:
    with pytest.raises(AssertionError, match="404"):
        walk(page_at(), "/there-is-no-such-page/")
