"""What a program still lacks before every employee may read it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from programs.enums import ProgramRoleKind
from programs.models import Charter, Program, ProgramRole

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Missing:
    """One thing to do: its key (which page does it), its words, whether it is done, and whether it must."""

    key: str
    label: "_StrPromise"
    note: "_StrPromise"
    done: bool = False
    required: bool = True


def current_charter(program: Program) -> Charter | None:
    """The draft, or else the newest published version."""
    return program.charters.order_by("-version").first()


def checklist(program: Program) -> list[Missing]:
    """Everything that publishing asks for, done or not, in the order to do it."""
    charter = current_charter(program)
    tracks = program.tracks.all()
    return [
        Missing(
            "charter",
            _("Say what the program is for"),
            _("The purpose and what taking part asks of people."),
            bool(charter and charter.purpose.strip() and charter.commitment.strip()),
        ),
        Missing(
            "goals",
            _("Set at least one goal"),
            _("So that a sponsor can see whether it works."),
            bool(charter and charter.goals.exists()),
        ),
        Missing(
            "tracks",
            _("Add a track"),
            _("For whom it is, and how people meet."),
            tracks.exists(),
        ),
        Missing(
            "milestones",
            _("Give each track a milestone"),
            _("Steps that become dates when a cohort starts."),
            tracks.exists() and not tracks.filter(milestones=None).exists(),
        ),
        Missing(
            "owner",
            _("Name who runs it"),
            _("Their name stands on the program's page."),
            _has(program, ProgramRoleKind.OWNER),
        ),
        Missing(
            "sponsor",
            _("Name a sponsor"),
            _("You can publish without one, but somebody should stand behind the program."),
            _has(program, ProgramRoleKind.SPONSOR),
            required=False,
        ),
    ]


def _has(program: Program, role: ProgramRoleKind) -> bool:
    return ProgramRole.objects.filter(program=program, role=role).exists()


def missing(program: Program) -> list[Missing]:
    """What stands between the program and its publication; empty when it is ready."""
    return [item for item in checklist(program) if item.required and not item.done]
