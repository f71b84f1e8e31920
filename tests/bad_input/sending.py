"""Requests that must never end in a server error, each undone afterwards."""

from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

#: A page, a redirect, a plain refusal; 286 ends the polling of a live progress.
FINE = {200, 204, 286, 302, 303, 400, 403, 404, 405, 409, 410, 413, 422}


def complaint(client: Client, method: str, address: str, body: Any, **extra: Any) -> str:
    """Send it, undo it; what went wrong in a few words, or "" for a proper answer."""
    rewind(body)
    try:
        with transaction.atomic():
            response = getattr(client, method)(address, body, **extra)
            transaction.set_rollback(True)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        return f"{method} {address}: {type(error).__name__}: {str(error)[:200]}"
    return judged(response, f"{method} {address}")


def rewind(body: Any) -> None:
    """A file that was sent before is read from its beginning again."""
    for value in body.values() if isinstance(body, dict) else ():
        if hasattr(value, "seek"):
            value.seek(0)


def judged(response: HttpResponseBase, what: str) -> str:
    """ "" for an answer that a person can use."""
    return "" if response.status_code in FINE else f"{what}: {response.status_code}"
