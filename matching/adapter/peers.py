"""What is other in a track of peers: nobody is on a side, so a pair is written in one fixed order."""

from collections.abc import Iterable, Mapping

from matching.engine import Participant, Role
from programs.enums import Format, ParticipantRole
from programs.models import Cohort, Enrolment, Track


def is_peers(track: Track) -> bool:
    """Whether all who take part in a track are peers of each other."""
    return track.format == Format.PEER


def roles_of_pair(track: Track) -> tuple[str, str]:
    """As what the two of a proposal take part: its `mentee`, then its `mentor`."""
    peers = (ParticipantRole.PEER, ParticipantRole.PEER)
    return peers if is_peers(track) else (ParticipantRole.MENTEE, ParticipantRole.MENTOR)


def may_pair(cohort: Cohort, track: Track, mentee: Enrolment, mentor: Enrolment) -> bool:
    """Whether the two, both of this track of the cohort, take part as what a pair is made of."""
    places = {(each.cohort_id, each.track_id) for each in (mentee, mentor)}
    roles = (mentee.role, mentor.role)
    here, others = places == {(cohort.pk, track.pk)}, mentee.pk != mentor.pk
    return here and others and roles == roles_of_pair(track)


def in_order(track: Track, mentee: Enrolment, mentor: Enrolment) -> tuple[Enrolment, Enrolment]:
    """The two as a proposal names them; of peers, the lesser key first."""
    if is_peers(track) and str(mentee.pk) > str(mentor.pk):
        return mentor, mentee
    return mentee, mentor


def as_one_chooses(people: Iterable[Participant], chooser: Enrolment) -> Iterable[Participant]:
    """Of peers on both sides: the one who chooses as the mentee, everybody else as a mentor."""
    key = str(chooser.pk)
    return (each for each in people if (each.role == Role.MENTEE) == (each.id == key))


def both_sides(track: Track, assignment: Mapping[str, str]) -> dict[str, str]:
    """Who is with whom, by the key of each who may be moved: mentees, and every peer."""
    found = dict(assignment)
    if is_peers(track):
        found |= {mentor: mentee for mentee, mentor in assignment.items()}
    return found
