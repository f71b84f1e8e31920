"""A note for the mentor or peer who comes next."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form, helper
from engagements.enums import MemberRole
from engagements.forms.base import LONG, area
from engagements.models import HandOver
from engagements.selectors.relationships import Relationship


class HandOverForm(Form):
    """The words, and for a mentor or peer whether whom they are about may have them."""

    audiences: ClassVar[dict[str, str]] = {"text": "handover.text"}
    text = forms.CharField(
        label=gettext_lazy("What should a mentor who comes next know?"),
        help_text=gettext_lazy(
            "What works, what is under way, what comes next. Leave it empty to take it away."
        ),
        required=False,
        max_length=LONG,
        widget=area(8),
    )
    offered = forms.BooleanField(required=False)

    def __init__(self, *args: Any, one: Relationship, note: HandOver | None, **kwargs: Any) -> None:
        said = {"text": note.text, "offered": note.offered_at is not None} if note else {}
        super().__init__(*args, initial=said, **kwargs)
        if one.me.role == MemberRole.MENTEE:
            del self.fields["offered"]
        else:
            names = {"names": one.names}
            offered = self.fields["offered"]
            offered.label = _("Hand it to %(names)s, who decides whether to pass it on") % names
            offered.help_text = _("Until then nobody but you reads it.")
        if one.is_among_peers:
            label = _("What should a peer of %(names)s who comes next know?")
            self.fields["text"].label = label % {"names": one.names}
        here = reverse("engagements:detail", args=[one.engagement.pk])
        self.helper = helper(submit=_("Keep it"), cancel_url=here)
