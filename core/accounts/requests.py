"""The request as views see it behind the sign-in: its user is one of ours."""

from django.http import HttpRequest

from core.accounts.models import User


class SignedInRequest(HttpRequest):
    """For annotations only: LoginRequiredMiddleware has sent everybody else away."""

    user: User
