"""Which rows are about a person, and what becomes of them when the person is erased.

A test reads the classifications of all models and refuses one that holds data about people and
is neither in HELD nor in NOT_ABOUT_ANYBODY.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.records.classification import Classification
from participants.models import Person
from programs.enums import Format


class Fate(StrEnum):
    """What erasing a person does to a row."""

    DELETED = "deleted"
    EMPTIED = "emptied"  # the row stays for the counts; what identifies or was said goes
    KEPT = "kept"


OWN = _("It is only about the person.")
COUNTED = _("That it happened stays in figures already told; who it was and what was said goes.")
SHARED = _("It is the partner's record as well. It goes when the relationship's time is over.")
OUT = _(
    "It is only about the person. What was released holds the words without a name and stays: taking them"
    " out would show whose they were."
)
ANSWERED = _("It was said to everybody who gave input; the name goes.")
ANY = Q()
BY_COLLEAGUES = _("It is a working note about a choice between people; ask HR what it says.")


@dataclass(frozen=True)
class Held:
    """One model's rows about a person, and their name as the person reads it.

    `person` and `user` are ways (lookups) from the row to the person or their account, separated
    by spaces; `address` is a field with their e-mail address. `known` narrows what the export
    tells to what has been decided in the open; `exported=False` leaves the rows out, with `why`.
    `narrow` leaves out what the person may no longer read. `erased_with` are ways that only erasing follows: words about a person that are its author's.
    """

    model: str
    name: str | Promise
    fate: Fate
    why: str | Promise = OWN
    person: str = ""
    user: str = ""
    address: str = ""
    known: Q = ANY
    exported: bool = True
    erased_with: str = ""
    narrow: Callable[[QuerySet[Model], Person], QuerySet[Model]] | None = None

    @property
    def model_class(self) -> type[Model]:
        """The model."""
        return apps.get_model(self.model)

    @property
    def classification(self) -> Classification:
        """The model's declaration."""
        declared: Classification = self.model_class.fields_are  # type: ignore[attr-defined]
        return declared

    def rows(self, person: Person) -> QuerySet[Model]:
        """The rows about this person."""
        about = Q(pk__in=[])
        for way in self.person.split():
            about |= Q(**{way: person.pk})
        for way in self.user.split():
            about |= Q(**{way: person.user_id}) if person.user_id else Q(pk__in=[])
        for email in {person.email, person.user.email if person.user else ""} - {""}:
            about |= Q(**{f"{self.address}__iexact": email}) if self.address else Q(pk__in=[])
        return self.model_class._base_manager.filter(about).distinct()

    def rows_to_tell(self, person: Person) -> QuerySet[Model]:
        """The rows of which the person is told."""
        rows = self.rows(person).filter(self.known)
        return self.narrow(rows, person) if self.narrow else rows

    def rows_to_erase(self, person: Person) -> QuerySet[Model]:
        """The rows that erasing goes through: those about them that others wrote, as well."""
        also = Q(pk__in=self.rows(person).values("pk"))
        for way in self.erased_with.split():
            also |= Q(**{way: person.pk})
        return self.model_class._base_manager.filter(also).distinct()


def _while_in_the_circle(rows: QuerySet[Model], person: Person) -> QuerySet[Model]:
    """What was said in a circle goes with those who are in it: a leaver reads none of it any more."""
    still = rows.model._default_manager.visible_to(person.user) if person.user else rows.none()  # type: ignore[attr-defined]
    gone = Q(engagement__format=Format.CIRCLE) & ~Q(pk__in=still.values("pk"))
    return rows.exclude(gone)


_TOLD = Q(enrolment__told_at__isnull=False)
#: In the order in which erasing goes through them.
HELD = (
    Held("metrics.MetricValue", _("Your part in figures"), Fate.DELETED, person="person"),
    Held("metrics.StaleFigure", _("Figures to be counted again"), Fate.DELETED, person="person"),
    Held("drafts.Draft", _("Texts you have begun and not sent"), Fate.DELETED, user="user", known=Q(words__isnull=False)),
    Held("engagements.JournalEntry", _("Journal entries"), Fate.DELETED, person="author"),
    Held("engagements.ThemeInput", _("What you said to leaders"), Fate.DELETED, OUT, person="author"),
    Held("engagements.LeaderAnswer", _("What you answered as a leader"), Fate.KEPT, ANSWERED, person="author"),
    Held("engagements.CheckIn", _("Check-ins"), Fate.DELETED, person="person"),
    Held("engagements.ClosingReview", _("What you said at the end of a relationship"), Fate.DELETED, person="person"),
    Held("engagements.FlashBooking", _("Short conversations that you booked"), Fate.EMPTIED, COUNTED, person="person slot__mentor"),
    Held("engagements.FlashSlot", _("Short conversations that you offered"), Fate.EMPTIED, COUNTED, person="mentor"),
    Held(
        "engagements.HandOver", _("Notes for the mentor or peer who comes next"), Fate.DELETED, person="author",
        erased_with="mentee",
    ),
    Held("engagements.PartnerWish", _("Whom you would like to work with next"), Fate.DELETED, person="person"),
    Held("engagements.Learning", _("What you learn by"), Fate.DELETED, person="person"),
    Held("engagements.GoalUpdate", _("Steps towards goals"), Fate.EMPTIED, COUNTED, person="goal__person"),
    Held("engagements.Goal", _("Goals"), Fate.EMPTIED, COUNTED, person="person"),
    Held("engagements.ActionItem", _("Promises"), Fate.EMPTIED, COUNTED, person="owner"),
    Held("engagements.Attendance", _("Whether you came to sessions of your circle"), Fate.DELETED, person="person"),
    Held("engagements.Session", _("Sessions"), Fate.KEPT, SHARED, person="engagement__members__person", narrow=_while_in_the_circle),
    Held("engagements.Agreement", _("Agreements"), Fate.KEPT, SHARED, person="engagement__members__person", narrow=_while_in_the_circle),
    Held("engagements.AgreementSignature", _("Signatures under agreements"), Fate.KEPT, SHARED, person="person"),
    Held("engagements.EngagementMember", _("Relationships"), Fate.EMPTIED, COUNTED, person="person"),
    Held("engagements.Place", _("Places in a track"), Fate.KEPT, COUNTED, person="person"),
    Held("engagements.MentorCapacity", _("Room for mentees"), Fate.DELETED, person="person"),
    Held("rotations.DebriefSection", _("Debriefs of rotations"), Fate.DELETED, person="author"),
    Held(
        "rotations.CheckpointRating", _("What was said at checkpoints, by you and about you"), Fate.DELETED,
        person="person checkpoint__placement__person", known=Q(checkpoint__opened_at__isnull=False),
    ),
    Held("rotations.PlacementRefusal", _("Rotations that you declined"), Fate.EMPTIED, COUNTED, person="person"),
    Held("rotations.Placement", _("Your rotations"), Fate.EMPTIED, COUNTED, person="person"),
    Held(
        "rotations.CoachNote", _("Notes that you wrote as a coach"), Fate.DELETED, person="author",
        erased_with="coaching__engagement__members__person",
    ),
    Held("rotations.FactsConsent", _("Who may read facts about you"), Fate.DELETED, person="coaching__engagement__members__person"),
    Held("rotations.ThreeWaySignature", _("Signatures under three-way contracts"), Fate.KEPT, SHARED, person="person"),
    Held("rotations.CoachProposal", _("Coaches proposed"), Fate.EMPTIED, COUNTED, person="search__enrolment__person coach__person"),
    Held(
        "rotations.CoachRate", _("What an hour with you costs"), Fate.DELETED, exported=False,
        why=_("It is what was agreed with whoever pays; ask HR."), person="coach__person",
    ),
    Held("rotations.CoachProfile", _("Your place in the pool of coaches"), Fate.EMPTIED, COUNTED, person="person"),
    Held("matching.Offer", _("Proposed matches"), Fate.EMPTIED, COUNTED, person="person", known=Q(opened_at__isnull=False)),
    Held(
        "matching.Proposal", _("Pairs under discussion"), Fate.EMPTIED, BY_COLLEAGUES, exported=False,
        person="mentor__person mentee__person",
    ),
    Held(
        "matching.TalkTime", _("Times for a first talk"), Fate.DELETED, SHARED,
        person="proposal__mentor__person proposal__mentee__person suggested_by",
    ),
    Held(
        "matching.PairDecision", _("Decisions about pairs"), Fate.EMPTIED, BY_COLLEAGUES, exported=False,
        person="mentor__person mentee__person",
    ),
    Held(
        "matching.PinnedPair", _("Pairs that were set beforehand"), Fate.DELETED, BY_COLLEAGUES, exported=False,
        person="mentor__person mentee__person",
    ),
    Held(
        "matching.UnmatchedPerson", _("Reasons for no match"), Fate.DELETED, BY_COLLEAGUES, exported=False,
        person="enrolment__person",
    ),
    Held("matching.OtherWay", _("Other ways that you were offered"), Fate.DELETED, person="enrolment__person"),
    Held(
        "matching.MentorRequest", _("What you wrote to a mentor or peer whom you asked"), Fate.DELETED,
        person="offer__proposal__mentee__person", erased_with="offer__person",
    ),
    Held(
        "matching.MentorWish", _("Whom you would like as your mentor or peer"), Fate.DELETED,
        person="mentee__person", erased_with="mentor__person",
    ),
    Held("questionnaires.Answer", _("Answers"), Fate.DELETED, person="response__respondent_id"),
    Held("questionnaires.Response", _("Applications"), Fate.DELETED, person="respondent_id"),
    Held("programs.MilestoneProgress", _("Milestones reached"), Fate.KEPT, COUNTED, person="enrolment__person"),
    Held("programs.TierChange", _("Your tiers as a mentor, and why"), Fate.EMPTIED, COUNTED, person="enrolment__person"),
    Held("programs.TrainingCompletion", _("Trainings that were recorded for you"), Fate.DELETED, person="person"),
    Held("programs.EnrolmentChange", _("Changes of enrolments"), Fate.EMPTIED, COUNTED, person="enrolment__person", known=_TOLD),
    Held("programs.Enrolment", _("Enrolments"), Fate.EMPTIED, COUNTED, person="person"),
    Held("programs.ProgramRole", _("Roles in programs"), Fate.DELETED, person="person"),
    Held("participants.PairBlock", _("People kept apart"), Fate.DELETED, BY_COLLEAGUES, exported=False, person="a b"),
    Held("participants.PersonCompetency", _("Competencies"), Fate.DELETED, person="person"),
    Held("participants.GroupDeclaration", _("Groups you declared for the fairness audit"), Fate.DELETED, person="person"),
    Held("participants.Consent", _("Consents"), Fate.DELETED, person="person"),
    Held("participants.BusinessFact", _("Facts from the organisation"), Fate.DELETED, person="person"),
    Held("participants.OrgRole", _("Roles in the organisation"), Fate.DELETED, person="person"),
    Held("participants.Invitation", _("Invitations"), Fate.DELETED, person="person"),
    Held("participants.Profile", _("Profile"), Fate.DELETED, person="person"),
    Held("reminders.Reminder", _("Reminders"), Fate.DELETED, user="recipient"),
    Held("reminders.Digest", _("Daily summaries"), Fate.DELETED, user="recipient"),
    Held("reminders.Ask", _("What you were asked"), Fate.DELETED, user="recipient"),
    Held("outbox.OutboxMessage", _("Mails to you"), Fate.DELETED, user="recipient", address="to_email"),
    Held("outbox.DemoAttachment", _("Files of caught mails"), Fate.DELETED, address="mail__to_email"),
    Held("outbox.DemoMail", _("Caught mails"), Fate.DELETED, address="to_email"),
    Held(
        "audit.AuditEntry", _("What you changed"), Fate.KEPT, user="actor",
        why=_("What was done stays on record; the name goes."),
    ),
    Held(
        "audit.ReadLogEntry", _("What you opened of others"), Fate.KEPT, user="reader",
        why=_("Who read which page stays on record; the name goes."),
    ),
    Held("accounts.User", _("Your account"), Fate.DELETED, user="pk"),
    Held("participants.Person", _("Your record"), Fate.EMPTIED, COUNTED, person="pk"),
)  # fmt: skip
#: Models with personal or confidential fields whose rows are about nobody in particular, and why.
NOT_ABOUT_ANYBODY = {
    "imports.ImportBatch": "an account of a file; its name may be personal",
    "imports.ImportSource": "an encrypted file, forgotten after core.imports' own 30 days",
    "engagements.PooledRelease": "words of many without a name; taking some out would show whose they were",
    "privacy.SealedVector": "who was counted, as keys under seal; forgetting one would give the others away",
    "imports.ImportRow": "encrypted rows of a file, forgotten after core.imports' own 30 days",
}
#: Who did something: accounts go with a SET_NULL, people stay as a row without a name.
DOERS = {
    "engagements.Agreement.written_by",
    "engagements.Engagement.closed_by",
    "engagements.MentorChange.made_by",
    "engagements.GoalUpdate.by",
    "engagements.Place.mentor",
    "engagements.Session.logged_by",
    "engagements.Session.planned_by",
    "engagements.Theme.asked_by",
    "events.DomainEvent.by",
    "imports.ImportBatch.acting",
    "imports.ImportBatch.created_by",
    "matching.DraftStep.by",
    "matching.LawfulPurpose.recorded_by",
    "matching.MatchRun.started_by",
    "matching.Offer.answered_by",
    "matching.OtherWay.offered_by",
    "matching.PairDecision.by",
    "matching.PinnedPair.by",
    "matching.Publication.published_by",
    "mentorship.SampleWork.started_by",
    "metrics.MetricTarget.set_by",
    "participants.Person.manager",
    "participants.Person.user",
    "programs.Enrolment.decided_by",
    "programs.EnrolmentChange.by",
    "programs.StageChange.by",
    "programs.TierChange.by",
    "programs.TrainingCompletion.by",
    "rotations.CoachSearch.opened_by",
    "rotations.HoursEntry.by",
    "rotations.RotationSlot.host",
    "rotations.ThreeWayContract.seen_by",
}
