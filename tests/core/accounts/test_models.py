"""Users and their addresses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from core.accounts.models import User, validate_timezone


def test_an_address_is_one_address_in_any_case(db: None) -> None:
    User.objects.create_user("Ada@Example.org")
    assert User.objects.get_by_natural_key("ADA@example.ORG").email == "ada@example.org"
    with pytest.raises(IntegrityError, match="user_email_unique"):
        User.objects.bulk_create([User(email="ADA@example.org")])


def test_a_time_zone_is_an_iana_name() -> None:
    validate_timezone("Europe/Berlin")
    with pytest.raises(ValidationError, match="Mars/Olympus"):
        validate_timezone("Mars/Olympus")


def test_nobody_sees_users_without_a_grant(empty_db: None) -> None:
    user = User.objects.create_user("ada@example.org")
    assert list(User.objects.visible_to(user)) == []
