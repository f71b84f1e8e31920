"""Light or dark: what the reader chose, kept in a cookie so that the first byte is right."""

from django.http import HttpRequest, HttpResponse

AUTO, LIGHT, DARK = "auto", "light", "dark"
COOKIE = "theme"
YEAR = 60 * 60 * 24 * 365


def chosen(request: HttpRequest) -> str:
    """The reader's choice; auto without one, or with one that makes no sense."""
    value = request.COOKIES.get(COOKIE, AUTO)
    return value if value in (LIGHT, DARK) else AUTO


def store(response: HttpResponse, choice: str, *, secure: bool) -> None:
    """Keep the choice for a year; auto forgets it."""
    if choice in (LIGHT, DARK):
        response.set_cookie(COOKIE, choice, max_age=YEAR, samesite="Lax", secure=secure)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
