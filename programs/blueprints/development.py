"""Templates that prepare people for larger roles."""

from django.utils.translation import gettext_lazy as _

from programs.blueprints.common import (
    AGREEMENT,
    CLOSING,
    GUIDELINES,
    KICKOFF,
    MONTHLY_HOUR,
    QUARTERLY,
    REVIEW,
)
from programs.blueprints.plan import Blueprint, TrackPlan
from programs.blueprints.tiers import MENTOR, SENIOR_GUIDE, TIERS
from programs.enums import Operator, ParticipantRole

LONG_ENOUGH_HERE = (ParticipantRole.MENTEE, "years_at_company", Operator.AT_LEAST, "2")
SEASONED_MENTOR = (ParticipantRole.MENTOR, "years_at_company", Operator.AT_LEAST, "3")
GOALS_SET = (
    30,
    _("Goals set"),
    _("Two or three goals, each tied to a competency, with a first step."),
)

TECHNICAL = TrackPlan(
    name=_("Technical leadership"),
    description=_(
        "For specialists who lead by what they know: setting direction, raising the standard,"
        " and growing others without managing them."
    ),
    competencies=(_("Technical direction"), _("Mentoring others"), _("Influencing")),
    criteria=(LONG_ENOUGH_HERE, SEASONED_MENTOR),
    milestones=(KICKOFF, AGREEMENT, GOALS_SET, REVIEW, CLOSING),
)
STRATEGIC = TrackPlan(
    name=_("Strategic execution"),
    description=_(
        "For those who turn plans into results across teams: choosing what matters, aligning"
        " people, and seeing things through."
    ),
    competencies=(_("Strategic thinking"), _("Leading change"), _("Decision making")),
    criteria=(LONG_ENOUGH_HERE, SEASONED_MENTOR),
    milestones=(KICKOFF, AGREEMENT, GOALS_SET, REVIEW, CLOSING),
)
PEOPLE = TrackPlan(
    name=_("People management"),
    description=_(
        "For new and soon-to-be managers: hiring, feedback, hard conversations, and building a"
        " team that does without you."
    ),
    competencies=(_("Coaching"), _("Giving feedback"), _("Building teams")),
    criteria=(LONG_ENOUGH_HERE, SEASONED_MENTOR),
    milestones=(KICKOFF, AGREEMENT, GOALS_SET, REVIEW, CLOSING),
)

HIGH_POTENTIAL = Blueprint(
    key="high-potential",
    name=_("High-potential"),
    icon="rocket-launch",
    fits=_("You want to prepare people for their next, larger role."),
    summary=_("Six months with somebody who has walked the path you want to take."),
    purpose=_(
        "We want our next leaders to come from among us. This program brings people with the"
        " will and the potential to grow together with leaders who share what they have learned,"
        " so that both sides know more of the organisation and of themselves."
    ),
    commitment=MONTHLY_HOUR,
    guidelines=GUIDELINES,
    cadence=QUARTERLY,
    goals=(
        (_("Mentees who reach the goal they set"), _("70 %")),
        (_("Pairs who hold their sessions as planned"), _("80 %")),
        (_("Mentees ready for a larger role a year later"), _("40 %")),
    ),
    tracks=(TECHNICAL, STRATEGIC, PEOPLE),
    tiers=TIERS,
)

EXECUTIVE = Blueprint(
    key="executive",
    name=_("Executive with rotations"),
    icon="building-office-2",
    fits=_("You want senior managers to know the whole business before they lead it."),
    summary=_("A year with an executive mentor, and a view of the business from other chairs."),
    purpose=_(
        "Those who may one day lead the whole organisation should know more of it than their own"
        " part. For a year, an executive shares how decisions are made; time in other parts of"
        " the business shows what they mean there."
    ),
    commitment=_(
        "Three hours a month: a conversation of ninety minutes, preparation and follow-up.\n"
        "Time away from the own team, agreed with the line manager beforehand."
    ),
    guidelines=GUIDELINES,
    cadence=_("The board looks at the program every quarter"),
    goals=(
        (_("Executive roles with a successor inside the organisation"), _("60 %")),
        (_("Participants who worked in another business unit"), _("100 %")),
    ),
    months=12,
    tiers=(MENTOR, SENIOR_GUIDE),
    tracks=(
        TrackPlan(
            name=_("Executive leadership"),
            description=_("For senior managers one or two steps from an executive role."),
            competencies=(_("Strategic thinking"), _("Business acumen"), _("Executive presence")),
            criteria=(
                (ParticipantRole.MENTEE, "years_at_company", Operator.AT_LEAST, "3"),
                (ParticipantRole.MENTEE, "performance_rating", Operator.AT_LEAST, "3"),
            ),
            meeting_every_days=30,
            checkin_every_days=45,
            milestones=(
                KICKOFF,
                AGREEMENT,
                (45, _("Development plan"), _("Where to, what is missing, and which experiences.")),
                (120, _("First perspective"), _("Time in another part of the business is over.")),
                (180, _("Review with the sponsor"), _("What changed, and what the rest is for.")),
                (270, _("Second perspective"), _("Time in a second part of the business is over.")),
                (355, _("Closing conversation"), _("What was learned, and what comes next.")),
            ),
        ),
    ),
)
