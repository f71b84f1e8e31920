"""What people declare about their groups; what HR asks. Nobody reads what another one declares."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import reveal_if
from participants.enums import ConsentPurpose
from participants.forms.groups import DeclareForm, QuestionForm
from participants.models import GroupDeclaration, GroupQuestion
from participants.permissions import is_employee, is_hr_admin
from participants.selectors.groups import asked, own_choices
from participants.services.consents import set_consent
from participants.services.groups import (
    QuestionExists,
    add_question,
    ask_the_usual,
    declare_groups,
    retire_question,
)
from participants.shortcuts import me_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: SignedInRequest) -> HttpResponse:
    """The own groups, for the fairness audit alone."""
    reveal_if(is_employee(request.user))
    me = me_or_404(request)
    said = GroupDeclaration.objects.visible_to(request.user).filter(person=me).first()
    form = DeclareForm(
        request.POST or None,
        questions=asked(),
        chosen=own_choices(me),
        initial={"consent": said is not None},
    )
    if request.method == "POST" and form.is_valid():
        declare_groups(person=me, choices=form.choices, by=request.user, now=timezone.now())
        messages.success(request, _("Saved. Only counts of many people ever leave it."))
        return redirect("participants:groups")
    return render(request, "participants/groups.html", {"form": form, "said": said})


@require_POST
def withdraw(request: SignedInRequest) -> HttpResponse:
    """Take it all back: it is deleted at once."""
    reveal_if(is_employee(request.user))
    me = me_or_404(request)
    purpose = ConsentPurpose.STATISTICS
    set_consent(person=me, purpose=purpose, given=False, by=request.user, now=timezone.now())
    messages.success(request, _("Withdrawn and deleted. No later figure counts it."))
    return redirect("participants:groups")


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: SignedInRequest) -> HttpResponse:
    """What is asked; never how many say what."""
    reveal_if(is_hr_admin(request.user))
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_question(by=request.user, now=timezone.now(), **form.cleaned_data)
        except QuestionExists:
            form.add_error("name", _("There is a question of that name already."))
        else:
            messages.success(request, _("“%(name)s” is asked from now on.") % form.cleaned_data)
            return redirect("participants:group_questions")
    rows = GroupQuestion.objects.prefetch_related("options")
    return render(request, "participants/group_questions.html", {"form": form, "rows": rows})


@require_POST
def usual(request: SignedInRequest) -> HttpResponse:
    """The questions that most organisations ask, to begin with."""
    reveal_if(is_hr_admin(request.user))
    ask_the_usual(by=request.user, now=timezone.now())
    messages.success(request, _("These are asked from now on. End those that you don't need."))
    return redirect("participants:group_questions")


@require_POST
def retire(request: SignedInRequest, question_id: str) -> HttpResponse:
    """Ask it no more; the same address asks it again."""
    reveal_if(is_hr_admin(request.user))
    row = get_object_or_404(GroupQuestion, pk=question_id)
    ending = row.retired_at is None
    retire_question(question=row, retired=ending, by=request.user, now=timezone.now())
    if ending:
        said = _("“%(name)s” is no longer asked, nor counted.") % {"name": row.name}
        undoable(request, said, reverse("participants:group_retire", args=[row.pk]))
    else:
        messages.success(request, _("“%(name)s” is asked again.") % {"name": row.name})
    return redirect("participants:group_questions")
