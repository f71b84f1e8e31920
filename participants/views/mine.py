"""What a person says about themselves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import reveal_if
from participants.enums import ConsentPurpose
from participants.forms.profile import ProfileForm, initial_of
from participants.permissions import is_employee
from participants.services.competencies import set_competencies
from participants.services.consents import has_consent, set_consent
from participants.services.profiles import save_profile
from participants.shortcuts import me_or_404

#: Statistics have a page of their own, where one sees what it is that is counted.
ON_THE_PROFILE = [each for each in ConsentPurpose if each != ConsentPurpose.STATISTICS]


@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """The own profile, for whoever may be matched."""
    reveal_if(is_employee(request.user))
    me = me_or_404(request)
    form = ProfileForm(request.POST or None, initial=initial_of(me))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        save_profile(person=me, by=request.user, now=now, **form.profile_values())
        chosen = {name: form.cleaned_data[name] for name in ("offered", "wanted")}
        set_competencies(person=me, by=request.user, now=now, **chosen)
        messages.success(request, _("Your profile is saved."))
        return redirect("participants:profile")
    consents = [(purpose, has_consent(me, purpose)) for purpose in ON_THE_PROFILE]
    return render(request, "participants/profile.html", {"form": form, "consents": consents})


@require_POST
def consent(request: SignedInRequest, purpose: str) -> HttpResponse:
    """Give or revoke one consent."""
    me = me_or_404(request)
    reveal_if(purpose in ConsentPurpose.values and is_employee(request.user))
    given = request.POST.get("given") == "yes"
    set_consent(
        person=me,
        purpose=ConsentPurpose(purpose),
        given=given,
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Thank you.") if given else _("Taken back."))
    return redirect("participants:profile")
