"""Input for leaders: what they ask, what one says, what is out, and their answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, require
from engagements.forms.pooled import AnswerForm, AskForm, GiveForm
from engagements.models import LeaderAnswer, PooledRelease, Theme, ThemeInput
from engagements.permissions import answered_it, may_ask, may_give, may_read_pooled
from engagements.selectors import pooled as reads
from engagements.services import pooled as services
from engagements.views.guards import note_reading
from participants.selectors import person_of
from participants.shortcuts import me_or_404
from programs.models import Program

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def themes(request: SignedInRequest) -> HttpResponse:
    """All that is asked in programs of mine."""
    groups = reads.asking_programs(request.user)
    return render(request, "engagements/input.html", {"groups": groups})


@require_safe
def theme(request: SignedInRequest, theme_id: UUID) -> HttpResponse:
    """One question: what I said, what is out for those who read it, and the answers."""
    row, now = _theme_or_404(request, theme_id), timezone.now()
    reads_words = may_read_pooled(request.user, row.program)
    one = reads.as_seen(request.user, [row], words=reads_words)[0]
    for batch in one.batches if reads_words else []:
        note_reading(request, batch.release, "pooled", now)
    context = {
        "one": one,
        "minimum": services.MINIMUM,
        "next_cut": reads.next_cut(now).date(),
        "may_ask": may_ask(request.user, row.program),
        "me": person_of(request.user),
    }
    return render(request, "engagements/theme.html", context)


@require_http_methods(GET_POST)
def ask(request: SignedInRequest, program_id: UUID) -> HttpResponse:
    """Put a question."""
    program = get_visible_or_404(Program, request.user, pk=program_id)
    require(may_ask(request.user, program))
    form = AskForm(request.POST or None, program=program)
    if request.method == "POST" and form.is_valid():
        row = services.ask(
            program=program,
            by=request.user,
            asked_by=person_of(request.user),
            now=timezone.now(),
            **form.cleaned_data,
        )
        undo = reverse("engagements:theme_close", args=[row.pk])
        undoable(
            request, _("Asked. Whoever mentors upwards here finds it on their home page."), undo
        )
        return redirect("engagements:theme", row.pk)
    return render(request, "engagements/input_ask.html", {"form": form, "program": program})


@require_POST
def close(request: SignedInRequest, theme_id: UUID) -> HttpResponse:
    """Take no more input."""
    row = _theme_or_404(request, theme_id)
    require(may_ask(request.user, row.program))
    services.close(theme=row, by=request.user, now=timezone.now())
    undo = reverse("engagements:theme_reopen", args=[row.pk])
    undoable(request, _("Closed: nobody is asked any more."), undo)
    return redirect("engagements:theme", row.pk)


@require_POST
def reopen(request: SignedInRequest, theme_id: UUID) -> HttpResponse:
    """Take input again."""
    row = _theme_or_404(request, theme_id)
    require(may_ask(request.user, row.program))
    services.reopen(theme=row, by=request.user, now=timezone.now())
    messages.success(request, _("It is asked again."))
    return redirect("engagements:theme", row.pk)


@require_http_methods(GET_POST)
def give(request: SignedInRequest, theme_id: UUID) -> HttpResponse:
    """Say something to it, or something else as long as it waits."""
    row, now = _theme_or_404(request, theme_id), timezone.now()
    require(may_give(request.user, row.program_id))
    me = me_or_404(request)
    said = reads.as_seen(request.user, [row])[0].waiting
    form = GiveForm(request.POST or None, theme=row, said=said)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.give(
                theme=row, author=me, by=request.user, now=now, **form.cleaned_data
            )
        except services.NotAsked:
            messages.error(request, _("This question is closed. Nothing was given."))
        else:
            undo = reverse("engagements:input_take_back", args=[kept.pk])
            undoable(request, _("Kept. You can change it or take it back until it is read."), undo)
            return redirect("engagements:theme", row.pk)
    return render(request, "engagements/input_give.html", {"form": form, "asked": row})


@require_POST
def take_back(request: SignedInRequest, said_id: UUID) -> HttpResponse:
    """Nobody shall read it."""
    row = _said_or_404(request, said_id)
    try:
        services.take_back(said=row, by=request.user, now=timezone.now())
    except services.AlreadyOut:
        messages.error(request, _("It has been released: it can’t be taken back any more."))
    else:
        undo = reverse("engagements:input_put_back", args=[row.pk])
        undoable(request, _("Taken back. Nobody has read it."), undo)
    return redirect("engagements:theme", row.theme_id)


@require_POST
def put_back(request: SignedInRequest, said_id: UUID) -> HttpResponse:
    """It shall be read after all."""
    row = _said_or_404(request, said_id)
    try:
        services.put_back(said=row, by=request.user, now=timezone.now())
    except services.NotAsked:
        messages.error(request, _("That can’t be put back: say it anew, if the question is open."))
    else:
        messages.success(request, _("It waits again."))
    return redirect("engagements:theme", row.theme_id)


@require_http_methods(GET_POST)
def answer(request: SignedInRequest, release_id: UUID) -> HttpResponse:
    """Answer a batch, for all who could have written it."""
    rows = PooledRelease.objects.select_related("theme__program", "answer")
    row: PooledRelease = get_visible_or_404(rows, request.user, pk=release_id)
    stands = getattr(row, "answer", None)
    form = AnswerForm(request.POST or None, release=row, said=stands.text if stands else "")
    if request.method == "POST" and form.is_valid():
        given = services.answer(
            release=row, author=me_or_404(request), by=request.user, now=timezone.now(),
            **form.cleaned_data,
        )  # fmt: skip
        undo = reverse("engagements:answer_withdraw", args=[given.pk])
        undoable(
            request, _("Answered. Everybody in such a pair finds it on their home page."), undo
        )
        return redirect("engagements:theme", row.theme_id)
    note_reading(request, row, "pooled", timezone.now())
    return render(request, "engagements/input_answer.html", {"form": form, "release": row})


@require_POST
def withdraw(request: SignedInRequest, answer_id: UUID) -> HttpResponse:
    """Take one's answer away."""
    rows = LeaderAnswer.objects.select_related("release", "author")
    row: LeaderAnswer = get_visible_or_404(rows, request.user, pk=answer_id)
    require(answered_it(request.user, row))
    services.withdraw_answer(given=row, by=request.user, now=timezone.now())
    messages.success(request, _("The answer is withdrawn."))
    return redirect("engagements:theme", row.release.theme_id)


def _theme_or_404(request: SignedInRequest, theme_id: UUID) -> Theme:
    rows = Theme.objects.select_related("program", "asked_by")
    row: Theme = get_visible_or_404(rows, request.user, pk=theme_id)
    return row


def _said_or_404(request: SignedInRequest, said_id: UUID) -> ThemeInput:
    """The reader's own: nobody else knows of it."""
    rows = ThemeInput.objects.select_related("theme", "author")
    row: ThemeInput = get_visible_or_404(rows, request.user, pk=said_id)
    return row
