"""How views fetch the person who asks."""

from django.http import Http404

from core.accounts.requests import SignedInRequest
from participants.models import Person
from participants.selectors import person_of


def me_or_404(request: SignedInRequest) -> Person:
    """The person behind the one who asks. Raises Http404 for an account without one."""
    me = person_of(request.user)
    if me is None:
        raise Http404
    return me
