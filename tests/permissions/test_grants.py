"""What each room's grant alone lets everybody see: every row of the model, some, or none."""

import pytest
from django.apps import apps

from core.visibility import registry
from tests.permissions.declarations import EMPLOYEES, SIGNED_IN
from tests.permissions.samples import add_samples
from tests.world import World

MEMBERS = "mentor other_mentor mentee other_mentee"
COACHED = f"{MEMBERS} coach"
MENTEES = "mentee other_mentee"
OWNERS = "owner other_owner"
HOSTS = "host other_host"
THREES = f"{MEMBERS} {HOSTS}"
BUT_OWNER = EMPLOYEES.replace(" owner", "")
BUT_HR = EMPLOYEES.removeprefix("hr_admin ")
REST = BUT_OWNER.removeprefix("hr_admin ")
HR, OWNER_TOO = "hr_admin", "hr_admin owner"

#: The model and the grant: who sees all of the world's rows by it, and who some of them.
GRANTS: dict[tuple[str, str], tuple[str, str]] = {
    ("audit.ReadLogEntry", "reader"): ("", "mentor mentee"),
    ("imports.ImportBatch", "imports"): (HR, ""),
    ("reminders.Reminder", "recipient"): ("", f"{MEMBERS} host other_host sponsor coach"),
    ("questionnaires.Response", "respondent"): ("", MENTEES),
    ("questionnaires.Response", "programs.application readers"): ("", OWNER_TOO),
    ("questionnaires.Answer", "respondent"): ("", MENTEES),
    ("questionnaires.Questionnaire", "published"): ("", SIGNED_IN),
    ("questionnaires.Question", "published"): ("", SIGNED_IN),
    ("participants.Person", "self"): ("", SIGNED_IN),
    ("participants.Person", "line manager"): ("", "line_manager other_manager"),
    ("participants.Person", "hr"): (HR, ""),
    ("participants.Person", "program owner"): ("", OWNERS),
    ("participants.Person", "partner"): ("", f"{COACHED} {HOSTS}"),
    ("participants.Profile", "self"): ("", "mentor mentee coach other_coach"),
    ("participants.GroupDeclaration", "self"): ("", "employee mentee"),
    ("participants.GroupQuestion", "hr"): (HR, ""),
    ("participants.GroupOption", "hr"): (HR, ""),
    ("participants.PairBlock", "hr"): (HR, ""),
    ("participants.OrgRole", "hr"): (HR, ""),
    ("participants.Invitation", "hr"): (HR, ""),
    ("participants.Competency", "employees"): (EMPLOYEES, ""),
    ("participants.Organisation", "employees"): (EMPLOYEES, ""),
    ("participants.Unit", "employees"): (EMPLOYEES, ""),
    ("programs.Charter", "program"): (OWNER_TOO, REST),
    ("programs.CharterGoal", "program"): (OWNER_TOO, REST),
    ("programs.Cohort", "program"): (HR, BUT_HR),
    ("programs.Program", "hr"): (HR, ""),
    ("programs.ProgramRole", "hr"): (HR, ""),
    ("programs.Track", "hr"): (HR, ""),
    ("programs.TrackCompetency", "hr"): (HR, ""),
    ("programs.TrackCompetency", "program"): (EMPLOYEES, ""),
    ("programs.EntryCriterion", "hr"): (HR, ""),
    ("programs.MentorTier", "hr"): (HR, ""),
    ("programs.MentorTier", "program"): (EMPLOYEES, ""),
    ("programs.TierCriterion", "hr"): (HR, ""),
    ("programs.TierCriterion", "program"): (EMPLOYEES, ""),
    ("programs.Training", "hr"): (HR, ""),
    ("programs.Training", "program"): (EMPLOYEES, ""),
    ("programs.TierChange", "owner"): (OWNER_TOO, ""),
    ("programs.TierChange", "self"): ("mentor", ""),
    ("programs.TrainingCompletion", "owner"): (OWNER_TOO, ""),
    ("programs.TrainingCompletion", "self"): ("mentor", ""),
    ("programs.EntryCriterion", "program"): (EMPLOYEES, ""),
    ("programs.Milestone", "program"): (EMPLOYEES, ""),
    ("programs.Milestone", "hr"): (HR, ""),
    ("programs.Program", "published or mine"): ("", EMPLOYEES),
    ("programs.ProgramRole", "program"): ("owner", BUT_OWNER),
    ("programs.Enrolment", "owner"): (HR, OWNERS),
    ("programs.Enrolment", "self"): ("", f"{MEMBERS} other_host"),
    ("programs.StageChange", "owner"): (OWNER_TOO, ""),
    ("programs.EnrolmentChange", "owner"): (OWNER_TOO, ""),
    ("programs.MilestoneProgress", "owner"): (OWNER_TOO, ""),
    ("programs.MilestoneProgress", "self"): ("", "mentor mentee"),
    ("engagements.Agreement", "members"): ("", MEMBERS),
    ("engagements.AgreementSignature", "members"): ("", MEMBERS),
    ("engagements.CheckIn", "own"): ("", MEMBERS),
    ("engagements.Attendance", "members"): (HOSTS, ""),
    ("engagements.Attendance", "own"): ("", f"{HOSTS} line_manager"),
    ("engagements.Engagement", "members"): ("", f"{COACHED} {HOSTS}"),
    ("engagements.EngagementMember", "members"): ("", f"{COACHED} {HOSTS}"),
    ("engagements.EngagementMember", "own"): ("", f"{COACHED} {HOSTS} line_manager"),
    ("engagements.ClosingReview", "own"): ("mentee", ""),
    ("engagements.Goal", "members"): ("", COACHED),
    ("engagements.Goal", "own"): ("", MENTEES),
    ("engagements.GoalUpdate", "goal"): ("", MEMBERS),
    ("engagements.ActionItem", "members"): ("", MEMBERS),
    ("engagements.JournalEntry", "own"): ("", MENTEES),
    ("engagements.JournalEntry", "shared"): ("", "mentor mentee"),
    ("engagements.FlashSlot", "own"): ("mentor", ""),
    ("engagements.FlashSlot", "open to"): ("mentee", ""),
    ("engagements.FlashBooking", "own"): ("mentee", ""),
    ("engagements.FlashBooking", "mentor"): ("mentor", ""),
    ("engagements.HandOver", "own"): ("mentee", ""),
    ("engagements.HandOver", "mentee"): ("mentee", ""),
    ("engagements.HandOver", "next mentor"): ("mentor", ""),
    ("engagements.PartnerWish", "own"): ("mentee", ""),
    ("engagements.MentorChange", "runs"): (OWNER_TOO, ""),
    ("engagements.Learning", "own"): ("", MENTEES),
    ("engagements.Learning", "goal"): ("", MEMBERS),
    ("engagements.ThemeInput", "own"): ("", "host"),
    ("engagements.Theme", "leads"): ("sponsor", ""),
    ("engagements.Theme", "runs"): (OWNER_TOO, ""),
    ("engagements.Theme", "reverse pairs"): (HOSTS, ""),
    ("engagements.PooledRelease", "leads"): ("sponsor", ""),
    ("engagements.LeaderAnswer", "leads"): ("sponsor", ""),
    ("engagements.LeaderAnswer", "runs"): (OWNER_TOO, ""),
    ("engagements.LeaderAnswer", "reverse pairs"): (HOSTS, ""),
    ("engagements.Place", "own"): ("", f"{MENTEES} {HOSTS} line_manager"),
    ("engagements.MentorCapacity", "own"): ("", f"mentor other_mentor {HOSTS}"),
    ("engagements.Session", "members"): ("", f"{COACHED} {HOSTS}"),
    ("matching.Offer", "own"): ("", "mentor other_mentee"),
    ("matching.Publication", "runs"): (OWNER_TOO, ""),
    ("matching.MatchPolicy", "runs"): (HR, OWNERS),
    ("matching.PolicyCriterion", "runs"): (HR, OWNERS),
    ("matching.MentorWish", "runs"): ("hr_admin other_owner", ""),
    ("matching.MentorRequest", "the two"): ("other_mentee", ""),
    ("matching.TalkTime", "the two"): ("mentor", ""),
    ("matching.PinnedPair", "runs"): (OWNER_TOO, ""),
    ("matching.OtherWay", "runs"): (OWNER_TOO, ""),
    ("matching.OtherWay", "own"): ("mentee", ""),
    ("matching.MentorWish", "own"): ("other_host", ""),
    ("matching.Proposal", "runs"): (HR, "owner"),
    ("matching.PairDecision", "runs"): (OWNER_TOO, ""),
    ("matching.UnmatchedPerson", "runs"): (OWNER_TOO, ""),
    ("matching.MatchRun", "runs"): (HR, "owner"),
    ("matching.MatchDraft", "runs"): (OWNER_TOO, ""),
    ("matching.DraftStep", "runs"): (OWNER_TOO, ""),
    ("rotations.RotationRequirement", "runs"): (OWNER_TOO, ""),
    ("rotations.RotationRequirement", "enrolled"): ("mentor mentee", ""),
    ("rotations.RotationSlot", "runs"): (HR, OWNERS),
    ("rotations.RotationSlot", "in it"): ("", THREES),
    ("rotations.Placement", "runs"): (HR, OWNERS),
    ("rotations.Placement", "the three"): ("", THREES),
    ("rotations.PlacementRefusal", "own"): ("mentee", ""),
    ("rotations.Checkpoint", "the three"): ("", THREES),
    ("rotations.CheckpointRating", "own"): ("", "mentee host mentor"),
    ("rotations.CheckpointRating", "open"): ("", "mentee host mentor"),
    ("rotations.DebriefSection", "own"): ("mentee", ""),
    ("rotations.DebriefSection", "shared"): ("", "mentor"),
    ("rotations.CoachingContract", "runs coaching"): (HR, OWNERS),
    ("rotations.HoursEntry", "runs coaching"): (HR, OWNERS),
    ("rotations.CoachingEngagement", "coaching members"): ("mentee coach", ""),
    ("rotations.ThreeWayContract", "runs coaching"): (OWNER_TOO, ""),
    ("rotations.ThreeWayContract", "coaching members"): ("mentee coach", ""),
    ("rotations.ThreeWayContract", "sponsor"): ("sponsor", ""),
    ("rotations.ThreeWaySignature", "runs coaching"): (OWNER_TOO, ""),
    ("rotations.ThreeWaySignature", "coaching members"): ("mentee coach", ""),
    ("rotations.ThreeWaySignature", "sponsor"): ("sponsor", ""),
    ("rotations.CoachNote", "author"): ("coach", ""),
    ("rotations.FactsConsent", "coaching members"): ("mentee coach", ""),
    ("rotations.CoachRate", "hr"): (HR, ""),
    ("rotations.CoachProfile", "pool"): (f"{HR} {OWNERS}", ""),
    ("rotations.CoachProfile", "own"): ("", "coach other_coach"),
    ("rotations.CoachProfile", "proposed"): (MENTEES, ""),
    ("rotations.CoachSearch", "coachee"): ("", MENTEES),
    ("rotations.CoachProposal", "coachee and coach"): ("", f"{MENTEES} coach other_coach"),
    ("participants.Person", "pool of coaches"): ("", f"{HR} {OWNERS} {MENTEES}"),
    ("participants.Person", "may become coachees"): ("", "coach other_coach"),
    ("participants.BusinessFact", "coach with consent"): ("", "coach"),
    ("matching.LawfulPurpose", "runs"): (OWNER_TOO, ""),
    ("matching.FairnessReport", "runs"): (OWNER_TOO, ""),
    ("metrics.MetricTarget", "runs the program"): (OWNER_TOO, ""),
    ("privacy.Release", "figures"): ("", f"{HR} {OWNERS} sponsor other_sponsor"),
}


def seen_by(label: str, name: str, subject: str, world: World) -> str:
    """How many rows of the model one grant shows to a subject."""
    rows = apps.get_model(label)._base_manager
    shown = registry.providers_of(label)[name](world.user(subject))
    number = len(set(rows.filter(shown).values_list("pk", flat=True)))
    return "none" if not number else "all" if number == rows.count() else "some"


@pytest.mark.parametrize(("label", "name"), GRANTS)
def test_a_grant_shows_its_rows_and_no_others(label: str, name: str, world: World) -> None:
    add_samples(world)
    every, some = GRANTS[label, name]
    expected = dict.fromkeys(SIGNED_IN.split(), "none")
    expected |= dict.fromkeys(every.split(), "all") | dict.fromkeys(some.split(), "some")
    assert {who: seen_by(label, name, who, world) for who in expected} == expected


def test_no_grant_is_listed_that_is_gone() -> None:
    assert {key for key in GRANTS if key[1] not in registry.providers_of(key[0])} == set()
