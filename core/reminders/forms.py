"""How a person says when and how they want to be reached."""

from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.design.forms import ModelForm, helper
from core.reminders.kinds import EVERYTHING, choosable

MOST_PER_WEEK = 50


def zone_choices() -> list[tuple[str, str]]:
    """Every time zone that is a place, by name."""
    places = sorted(name for name in available_timezones() if _is_place(name))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places)]


def _is_place(name: str) -> bool:
    return "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/", "US/"))


class PreferencesForm(ModelForm):
    """Delivery, hours, amount, kinds, clock and language."""

    wanted_kinds = forms.MultipleChoiceField(
        label=_("Remind me of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is urgent, such as a session that moved to today, always reaches you."),
    )

    class Meta:
        model = User
        fields = [
            "delivery",
            "digest_at",
            "quiet_from",
            "quiet_until",
            "weekly_cap",
            "timezone",
            "language",
        ]
        labels = {
            "delivery": _("How reminders arrive"),
            "digest_at": _("Time of the daily summary"),
            "quiet_from": _("Quiet hours from"),
            "quiet_until": _("Quiet hours until"),
            "weekly_cap": _("At most this many mails a week"),
            "timezone": _("Your time zone"),
            "language": _("Language"),
        }
        help_texts = {
            "digest_at": _("On your own clock. There is no summary on a day with nothing due."),
            "quiet_until": _(
                "Only what is urgent arrives in these hours. Set both to the same time for none."
            ),
            "weekly_cap": _("0 means none. What finds no room waits for the next summary."),
        }
        widgets = {"delivery": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Save"))
        self.fields["timezone"] = forms.ChoiceField(
            label=_("Your time zone"), choices=self._zones()
        )
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
        self.fields["weekly_cap"].widget.attrs["max"] = MOST_PER_WEEK
        self._offer_kinds()

    def _zones(self) -> list[tuple[str, str]]:
        """A zone set some other way stays on offer."""
        zones = zone_choices()
        mine = self.instance.timezone
        return zones if mine in dict(zones) else [*zones, (mine, mine)]

    def _offer_kinds(self) -> None:
        kinds = choosable()
        muted = set(self.instance.muted_kinds)
        field = cast(forms.MultipleChoiceField, self.fields["wanted_kinds"])
        field.choices = [(kind.name, f"{kind.label}: {kind.description}") for kind in kinds]
        if EVERYTHING not in muted:
            field.initial = [kind.name for kind in kinds if kind.name not in muted]
        if not kinds:
            del self.fields["wanted_kinds"]

    def clean_weekly_cap(self) -> int:
        """A number that means something."""
        cap: int = self.cleaned_data["weekly_cap"]
        if cap > MOST_PER_WEEK:
            raise forms.ValidationError(_("Choose at most %d.") % MOST_PER_WEEK)
        return cap

    def clean(self) -> dict[str, Any]:
        """What was switched off stays so, also kinds that this page doesn't offer now."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "wanted_kinds" in self.fields and "wanted_kinds" in cleaned:
            offered = {kind.name for kind in choosable()}
            others = set(self.instance.muted_kinds) - offered - {EVERYTHING}
            unwanted = offered - set(cleaned["wanted_kinds"])
            self.instance.muted_kinds = sorted(others | unwanted)
        return cleaned
