"""A person's timeline, as much of it as whoever asks may see."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import get_visible_or_404
from mentorship.timeline.assembled import timeline_of
from mentorship.timeline.reader import Reader
from participants.models import Person
from participants.shortcuts import me_or_404


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """One's own line."""
    return _page(request, me_or_404(request))


@require_safe
def of_person(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Somebody's line, for those to whom the person is known."""
    people = Person.objects.select_related("manager", "user")
    return _page(request, get_visible_or_404(people, request.user, pk=person_id))


def _page(request: SignedInRequest, person: Person) -> HttpResponse:
    reader = Reader(request.user, person, timezone.now())
    context = {"shown": person, "reader": reader, "line": timeline_of(reader)}
    return render(request, "mentorship/timeline.html", context)
