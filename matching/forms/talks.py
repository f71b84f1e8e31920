"""When the first talk could be."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form, helper
from engagements.forms.sessions import PlaceField

TIMES = ("first", "second", "third")


class TalkForm(Form):
    """Up to three times on the writer's own clock."""

    first = forms.DateTimeField(label=gettext_lazy("A time that suits you"))
    second = forms.DateTimeField(label=gettext_lazy("Another one"), required=False)
    third = forms.DateTimeField(label=gettext_lazy("And one more"), required=False)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=10, max_value=120, initial=30
    )
    place = PlaceField()

    def __init__(
        self, *args: Any, now: datetime, until: datetime, cancel_url: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.until = now, until
        self.helper = helper(submit=_("Send these times"), cancel_url=cancel_url)

    def clean(self) -> dict[str, Any] | None:
        """`times`, each ahead and before the time to answer is over."""
        cleaned = super().clean()
        if cleaned is None:
            return None
        for name in TIMES:
            at = cleaned.get(name)
            if at and at < self.now:
                self.add_error(name, _("This has passed."))
            elif at and at > self.until:
                day = timezone.localtime(self.until).date()
                said = _("The answer is due before that, on %(day)s.")
                self.add_error(name, said % {"day": date_format(day)})
        cleaned["times"] = sorted({cleaned[name] for name in TIMES if cleaned.get(name)})
        return cleaned
