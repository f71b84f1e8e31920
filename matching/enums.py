"""Fixed vocabularies of this room."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from programs.enums import Stage

#: The stages of a cohort in which people are matched.
MATCHABLE = (Stage.MATCHING, Stage.RUNNING)


class OfferRole(TextChoices):
    """As what somebody is asked."""

    MENTOR = "mentor", _("Mentor")
    MENTEE = "mentee", _("Mentee")
    SECOND = "second", _("Second leader")
    PEER = "peer", _("Peer")


#: Whoever leads a circle, first or second.
LEADS = (OfferRole.MENTOR, OfferRole.SECOND)


class Weight(TextChoices):
    """How much a criterion counts, in words."""

    MUST = "must", _("Must")
    IMPORTANT = "important", _("Important")
    HELPFUL = "helpful", _("Helpful")
    IGNORE = "ignore", _("Ignore")


class MatchMode(TextChoices):
    """Who has a say before pairs are found; everybody answers afterwards."""

    ADMIN = "admin", _("You match, and everybody answers")
    RANKED = "ranked", _("Mentees first say whom they would like, then you match")
    SELF = "self", _("Mentees ask a mentor themselves")
    HYBRID = "hybrid", _("Mentees may ask a mentor for a while, then you match the others")


#: The modes in which a mentee asks a mentor.
ASKING = (MatchMode.SELF, MatchMode.HYBRID)


class FormerPairs(TextChoices):
    """Whether people who have worked together may be matched with each other again."""

    ANYWHERE = "anywhere", _("Never again, wherever in the organisation it was")
    PROGRAM = "program", _("Not again in this program")
    TRACK = "track", _("Not again in this track")
    ALLOWED = "allowed", _("They may be matched again")


class WeakestPairs(TextChoices):
    """How far the weakest pairs are lifted, in the words and the codes of the engine's `Lifting`."""

    FLOORS = "floors", _("Lift the weakest at a small price")
    FIRST = "first", _("Lift the weakest first, whatever it costs the rest")
    NONE = "none", _("Best total only")


class RunState(TextChoices):
    """Where a match run stands."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    READY = "ready", _("Ready for review")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    PUBLISHED = "published", _("Published")
    ASKED = "asked", _("Pairs that mentees asked for")


#: No result of the engine that anybody could act on: a newer one of these settles nothing.
NO_RESULT = (RunState.FAILED, RunState.CANCELLED, RunState.ASKED)


class RunStage(TextChoices):
    """What a run is doing."""

    GATHER = "gather", _("Reading what people said")
    SOLVE = "solve", _("Weighing every pair")
    EXPLAIN = "explain", _("Writing down the reasons")
    STORE = "store", _("Laying out the pairs")
    DONE = "done", _("Done")


class DecisionKind(TextChoices):
    """What a human decided about a pair."""

    LOCK = "lock", _("Keep this pair")
    VETO = "veto", _("Never this pair")
    SEEN = "seen", _("Reviewed")


class StepKind(TextChoices):
    """What one press in the review did."""

    LOCK = "lock", _("Kept")
    SWAP = "swap", _("Swapped")
    VETO = "veto", _("Ruled out")
    LOOSEN = "loosen", _("Reviewed pairs may move too")
    HOLD = "hold", _("Reviewed pairs stay")
    UNDO = "undo", _("Taken back")


class OfferState(TextChoices):
    """What became of an offer."""

    WAITING = "waiting", _("Waiting for its turn")
    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ProposalState(TextChoices):
    """Where a proposed pair stands."""

    DRAFT = "draft", _("Proposed")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted by both")
    DECLINED = "declined", _("Not taken up")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DeclineCategory(TextChoices):
    """Why somebody says no, in neutral words; the text stays theirs."""

    TIME = "time", _("I have no time for it now")
    FIT = "fit", _("I don't think we would fit")
    KNOWN = "known", _("We know each other too well")
    OTHER = "other", _("Another reason")


class QualityFloor(IntegerChoices):
    """Under which quality, from 0 to 100, nobody is paired rather than paired poorly."""

    NONE = 0, _("A weak pair rather than none")
    ACCEPTABLE = 40, _("At least acceptable")
    GOOD = 60, _("At least good")
