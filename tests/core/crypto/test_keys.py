"""Keys are read from one setting, and bad ones are refused by name."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from core.crypto.checks import check_keys
from core.crypto.keys import keyring, parse

GOOD = base64.b64encode(bytes(range(32))).decode()
FLAT = base64.b64encode(bytes(32)).decode()


def test_the_first_key_encrypts_and_all_are_known() -> None:
    ring = parse(f"new:{GOOD}, old:{FLAT}", production=False)
    assert (ring.primary, list(ring.keys)) == ("new", ["new", "old"])


def test_keys_are_not_shown() -> None:
    assert repr(parse(f"new:{GOOD}", production=True)) == "Keyring(primary='new')"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no key"),
        (" , ", "holds no key"),
        (GOOD, "entry 1: write id:base64"),
        (f"a:{GOOD},Ä:{GOOD}", "entry 2: write id:base64"),
        (f"a:{GOOD},a:{GOOD}", "names the key 'a' twice"),
        ("a:" + base64.b64encode(b"short").decode(), "'a' must be 32 bytes"),
        ("a:not base64!", "'a' must be 32 bytes"),
    ],
)
def test_malformed_keys_are_refused(text: str, message: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=message):
        parse(text, production=False)


def test_production_refuses_the_development_key(settings: Settings) -> None:
    assert keyring().primary == "open1"
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="'open1' is the development key"):
        keyring()


def test_the_system_check_reports_what_is_wrong(settings: Settings) -> None:
    assert check_keys() == []
    settings.CONFIDENTIAL_KEYS = "a:b"
    assert [(error.id, error.msg) for error in check_keys()] == [
        ("crypto.E001", "CONFIDENTIAL_KEYS: the key 'a' must be 32 bytes in base64.")
    ]
