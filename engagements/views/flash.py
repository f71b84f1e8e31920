"""Short conversations: find one, book it, call it off, leave a line."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, require, reveal_if
from engagements.enums import SeatState, SessionState
from engagements.forms.flash import FindForm, LineForm, QuestionForm
from engagements.models import FlashBooking, FlashSlot
from engagements.selectors import flash as reads
from engagements.services import flash as services
from engagements.services import sessions
from participants.models import Person
from participants.shortcuts import me_or_404

GET_POST = ["GET", "HEAD", "POST"]
PER_PAGE = 20
HOME = "engagements:flash"


@require_safe
def find(request: SignedInRequest) -> HttpResponse:
    """What I have booked, and what is open to me."""
    me, now = me_or_404(request), timezone.now()
    form = FindForm(request.GET)
    wanted = form.wanted()
    open_to_me = reads.open_slots(me, now=now, wanted=wanted)
    found = [one for one in open_to_me if one.booking is None]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filtered": wanted != reads.Wanted(),
        "page": page,
        "mine": reads.bookings_of(me, now=now),
        "past": reads.held_with(me, now=now)[:PER_PAGE],
        "me": me,
        "may_offer": reads.may_offer(request.user, me),
    }
    return render(request, "engagements/flash.html", context)


@require_http_methods(GET_POST)
def slot(request: SignedInRequest, slot_id: UUID) -> HttpResponse:
    """One of them: what about, why it may suit me; and my question."""
    me, now = me_or_404(request), timezone.now()
    row = _slot(request, slot_id)
    require(row.mentor_id != me.pk)
    form = QuestionForm(request.POST if request.method == "POST" else None, full=not row.free)
    if request.method == "POST" and form.is_valid():
        return _book(request, row, me, form)
    context = {
        "one": reads.seen_by(row, me),
        "form": form,
        "available": reads.is_available(row, me, now=now),
    }
    return render(request, "engagements/flash_slot.html", context)


def _book(request: SignedInRequest, row: FlashSlot, me: Person, form: QuestionForm) -> HttpResponse:
    now = timezone.now()
    try:
        booking = services.book(
            slot=row,
            person=me,
            by=request.user,
            now=now,
            question=form.cleaned_data.get("question", ""),
        )
    except services.NotAvailable:
        messages.warning(request, _("This conversation is not available. Nothing was booked."))
    except services.Overlap:
        messages.warning(request, _("You have another conversation at that time."))
    except services.TooMany:
        n = row.track.open_bookings
        said = _("You have %(n)d ahead, as many as one may book at once. Hold or cancel one first.")
        messages.warning(request, said % {"n": n})
    else:
        return _booked(request, booking)
    context = {"one": reads.seen_by(row, me), "form": form, "available": True}
    return render(request, "engagements/flash_slot.html", context)


def _booked(request: SignedInRequest, booking: FlashBooking) -> HttpResponse:
    undo = reverse("engagements:flash_cancel", args=[booking.pk])
    if booking.state == SeatState.WAITING:
        said = _("All places are taken. You are on the waiting list and hear from us by mail.")
        undoable(request, said, undo)
    else:
        undoable(request, _("Booked. The invitation is on its way to your calendars."), undo)
    return redirect(HOME)


@require_POST
def cancel(request: SignedInRequest, booking_id: UUID) -> HttpResponse:
    """Give the place back, or leave the waiting list."""
    row = _booking(request, booking_id)
    require(row.person.user_id == request.user.pk)
    now = timezone.now()
    if row.state == SeatState.WAITING:
        services.leave_list(booking=row, by=request.user, now=now)
        messages.success(request, _("You are off the waiting list."))
    elif row.state == SeatState.BOOKED and row.engagement is not None:
        _call_off(request, row)
    return redirect(HOME)


def _call_off(request: SignedInRequest, row: FlashBooking) -> None:
    assert row.engagement is not None  # noqa: S101 - asked just before
    session = row.engagement.sessions.exclude(state=SessionState.HELD).first()
    if session is None:
        messages.error(request, _("It is logged as held. Undo that first."))
        return
    sessions.cancel(session=session, by=request.user, now=timezone.now())
    undo = reverse("engagements:restore", args=[session.pk])
    undoable(request, _("Called off. Somebody else can have the place."), undo)


@require_http_methods(GET_POST)
def line(request: SignedInRequest, booking_id: UUID) -> HttpResponse:
    """One line about it, for the other one to read."""
    row = _booking(request, booking_id)
    now = timezone.now()
    reveal_if(row.state == SeatState.BOOKED and row.ends_at <= now)
    is_mentor = row.slot.mentor.user_id == request.user.pk
    mine, theirs = row.mentee_line, row.mentor_line
    if is_mentor:
        mine, theirs = theirs, mine
    name = "mentor_line" if is_mentor else "mentee_line"
    data = request.POST if request.method == "POST" else None
    form = LineForm(data, name=name, initial={"line": mine})
    if request.method == "POST" and form.is_valid():
        services.leave_line(booking=row, words=form.cleaned_data["line"], by=request.user, now=now)
        messages.success(request, _("Thank you. The other one can read it now."))
        return redirect("engagements:flash_offers" if is_mentor else HOME)
    other = row.person if is_mentor else row.slot.mentor
    context = {"form": form, "booking": row, "theirs": theirs, "other": other}
    return render(request, "engagements/flash_line.html", context)


def _slot(request: SignedInRequest, slot_id: UUID) -> FlashSlot:
    rows = FlashSlot.objects.select_related("mentor__user", "competency", "track__program")
    found: FlashSlot = get_visible_or_404(rows, request.user, pk=slot_id)
    return found


def _booking(request: SignedInRequest, booking_id: UUID) -> FlashBooking:
    rows = FlashBooking.objects.select_related("slot__mentor", "person", "engagement")
    found: FlashBooking = get_visible_or_404(rows, request.user, pk=booking_id)
    return found
