"""As what people take part in a program: on two sides, as peers, or both in different tracks."""

from programs.enums import ParticipantRole, roles_in
from programs.models import Program


def roles_of(program: Program) -> list[ParticipantRole]:
    """The roles that its tracks have; of a program without any, mentee and mentor."""
    formats = list(program.tracks.values_list("format", flat=True)) or [""]
    return list(dict.fromkeys(role for each in formats for role in roles_in(each)))
