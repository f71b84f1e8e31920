"""HR's list of people and their records."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.requests import SignedInRequest
from core.audit.models import AuditEntry
from core.audit.selectors import history_of
from core.visibility.shortcuts import get_visible_or_404, require, reveal_if
from participants.forms.people import PersonForm
from participants.history import words_for
from participants.models import Person, Unit
from participants.permissions import is_hr_admin, is_self
from participants.selectors.directory import directory
from participants.services.people import ManagerCycleError, create_person, update_person

A_PAGE = 50
ACCOUNTS = ("", "yes", "no", "uninvitable")


@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody, by name, filtered."""
    reveal_if(is_hr_admin(request.user))
    asked = {
        "words": request.GET.get("q", "")[:200],
        "unit": _unit_key(request.GET.get("unit", "")),
        "status": request.GET.get("status", "active"),
        "account": request.GET.get("account", ""),
    }
    rows = directory(**asked)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "asked": asked, "units": Unit.objects.all(), "total": rows.count()}
    return render(request, "participants/list.html", context)


def _unit_key(text: str) -> str:
    return text if text in {str(key) for key in Unit.objects.values_list("pk", flat=True)} else ""


@require_safe
def person(request: SignedInRequest, person_id: str) -> HttpResponse:
    """One person, as far as the reader may see them."""
    rows = Person.objects.select_related("business_unit", "function", "site", "manager", "user")
    shown = get_visible_or_404(rows, request.user, pk=person_id)
    hr = is_hr_admin(request.user)
    context = {
        "shown": shown,
        "is_hr": hr,
        "is_self": is_self(request.user, shown),
        "invitation": shown.invitations.filter(accepted_at=None, revoked_at=None).first(),
        "reports": shown.reports.order_by("sort_key")[:50] if hr else [],
        "history": _told(shown) if hr else [],
    }
    return render(request, "participants/person.html", context)


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Add one person by hand."""
    reveal_if(is_hr_admin(request.user))
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent_before = Person.objects.filter(pk=form.cleaned_data["key"]).first()
        created = sent_before or _save(form, None, request)
        if created is not None:
            messages.success(request, _("%(name)s was added.") % {"name": created.name})
            return redirect("participants:person", created.pk)
    return render(request, "participants/edit.html", {"form": form, "shown": None})


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, person_id: str) -> HttpResponse:
    """Change a person's record."""
    shown = get_visible_or_404(Person, request.user, pk=person_id)
    require(is_hr_admin(request.user))
    # A copy for the form: it writes into its instance, the service wants the stored values.
    form = PersonForm(request.POST or None, instance=Person.objects.get(pk=shown.pk))
    if request.method == "POST" and form.is_valid() and _save(form, shown, request) is not None:
        messages.success(request, _("Saved."))
        return redirect("participants:person", shown.pk)
    return render(request, "participants/edit.html", {"form": form, "shown": shown})


def _told(shown: Person) -> list[tuple[AuditEntry, str | Promise]]:
    return [(entry, words_for(entry.action)) for entry in history_of(shown)[:20]]


def _save(form: PersonForm, shown: Person | None, request: SignedInRequest) -> Person | None:
    now = timezone.now()
    try:
        with transaction.atomic():
            if shown is None:
                return create_person(by=request.user, now=now, **form.values())
            return update_person(person=shown, by=request.user, now=now, **form.values())
    except ManagerCycleError:
        form.add_error("manager", _("This person reports to them already: it would be a circle."))
    except IntegrityError:
        form.add_error(None, _("Somebody else has this e-mail address or employee number."))
    except ValidationError as error:
        form.add_error(None, error)
    return None
