"""What coach and coachee fill in: a call, a note, what others may see."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper
from engagements.forms.base import LONG, SHORT, KeyedForm, TimesForm, area
from rotations.models import CoachingEngagement, CoachNote, CoachProposal

A_YEAR = timedelta(days=366)
FIRST = timedelta(days=90)


class CallForm(TimesForm):
    """When to talk for a few minutes."""

    place = forms.CharField(label=_("Link or number of the call"), required=False, max_length=SHORT)

    def __init__(self, *args: Any, proposal: CoachProposal, now: datetime, **kwargs: Any) -> None:
        known: dict[str, Any] = {"place": proposal.call_place}
        if proposal.call_at:
            local = timezone.localtime(proposal.call_at)
            known |= {"day": local.date(), "time": local.time()}
        super().__init__(*args, initial=known, **kwargs)
        del self.fields["minutes"]
        self.now = now
        back = reverse("coaching:search", args=[proposal.search_id])
        self.helper = helper(submit=_("Send the invitation"), cancel_url=back)

    def clean(self) -> dict[str, Any] | None:
        """A time to come."""
        cleaned = super().clean()
        starts_at = cleaned and cleaned.get("starts_at")
        if starts_at and starts_at < self.now:
            self.add_error("day", _("This has passed."))
        return cleaned


class NoteForm(KeyedForm):
    """A note that nobody else reads."""

    audiences: ClassVar[dict[str, str]] = {"text": "coaching.note"}
    text = forms.CharField(label=_("Your note"), max_length=LONG, widget=area(6))

    def __init__(
        self,
        *args: Any,
        coaching: CoachingEngagement,
        note: CoachNote | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"text": note.text if note else ""}, **kwargs)
        back = "coaching:notes" if note else "coaching:detail"
        self.helper = helper(submit=_("Keep it"), cancel_url=reverse(back, args=[coaching.pk]))


class SharingForm(Form):
    """What those who pay see, beside hours and the number of sessions."""

    shows_titles = forms.BooleanField(
        label=_("They may read the titles of goals that I share"),
        required=False,
        help_text=_("Only titles, only of goals that you share one by one. Never any notes."),
    )

    def __init__(self, *args: Any, action: str, shows_titles: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"shows_titles": shows_titles}, **kwargs)
        self.helper = helper(submit=_("Decide and sign"), action=action)


class ConsentForm(Form):
    """Until when the coach may read facts."""

    until = forms.DateField(label=_("Until"), help_text=_("It ends by itself after that day."))

    def __init__(self, *args: Any, action: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"until": today + FIRST}, **kwargs)
        self.today = today
        self.helper = helper(submit=_("Let my coach read them"), action=action)

    def clean_until(self) -> date:
        """Neither past nor for ever."""
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError(_("This day has passed."))
        if until > self.today + A_YEAR:
            raise forms.ValidationError(_("A year at most; you can give it again."))
        return until
