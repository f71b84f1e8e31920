"""Templates in which people learn from each other: reverse, circles, peers, buddies, flash."""

from django.utils.translation import gettext_lazy as _

from programs.blueprints.common import (
    AGREEMENT,
    AMONG_PEERS,
    CLOSING,
    GUIDELINES,
    KICKOFF,
    QUARTERLY,
    REVIEW,
)
from programs.blueprints.plan import Blueprint, TrackPlan
from programs.enums import Format, Operator, ParticipantRole

REVERSE = Blueprint(
    key="reverse",
    name=_("Reverse"),
    icon="arrows-right-left",
    fits=_("Your leaders should learn from people at the beginning of their careers."),
    summary=_("Leaders learn from colleagues who see the organisation with fresh eyes."),
    purpose=_(
        "Those who joined recently know things that those at the top no longer see: how it feels"
        " to start here, what customers of their age expect, which tools save hours. Here they"
        " are the mentors."
    ),
    commitment=_(
        "An hour a month, at the mentor's place of work rather than in the corner office."
    ),
    guidelines=GUIDELINES,
    cadence=QUARTERLY,
    goals=(
        (_("Leaders who changed something because of what they heard"), _("75 %")),
        (_("Pairs who hold their sessions as planned"), _("80 %")),
    ),
    tracks=(
        TrackPlan(
            name=_("Fresh eyes"),
            description=_("Mentors in their first years here, mentees with years of leading."),
            format=Format.REVERSE,
            competencies=(_("Digital fluency"), _("Listening"), _("Inclusive leadership")),
            criteria=((ParticipantRole.MENTOR, "years_at_company", Operator.AT_MOST, "4"),),
            meeting_every_days=30,
            milestones=(KICKOFF, AGREEMENT, REVIEW, CLOSING),
        ),
    ),
)

CIRCLES = Blueprint(
    key="circles",
    name=_("Group circles"),
    icon="user-group",
    fits=_("You have more people who want to learn than people who can mentor."),
    summary=_("One experienced colleague, six people, a question each month."),
    purpose=_(
        "A circle brings a handful of people with similar questions together with somebody who"
        " has met them before. They learn from each other as much as from the mentor."
    ),
    commitment=_("Ninety minutes a month, and what is said in the circle stays in the circle."),
    guidelines=GUIDELINES,
    cadence=QUARTERLY,
    goals=(
        (_("People who come to most meetings of their circle"), _("80 %")),
        (_("Participants from business units without a mentor of their own"), _("30 %")),
    ),
    tracks=(
        TrackPlan(
            name=_("Circle"),
            description=_("Groups of about six with one mentor."),
            format=Format.CIRCLE,
            exclusive=False,
            mentor_capacity=6,
            competencies=(_("Listening"), _("Networking"), _("Career planning")),
            meeting_every_days=30,
            checkin_every_days=60,
            milestones=(
                (0, _("First meeting"), _("Who is here, and what would each like to take home?")),
                (90, _("Midway review"), _("What has the circle given, and what should change?")),
                (180, _("Last meeting"), _("What stays, and who keeps meeting.")),
            ),
        ),
    ),
)

PEER = Blueprint(
    key="peer",
    name=_("Peer"),
    icon="users",
    fits=_("People in the same situation could help each other."),
    summary=_("Two colleagues at eye level, taking turns in asking and helping."),
    purpose=_(
        "Somebody in the same situation, in another part of the organisation, often helps better"
        " than somebody far ahead. Peers take turns: in one conversation you ask, in the next"
        " you listen."
    ),
    commitment=_("An hour every two weeks for three months, half of it for each."),
    guidelines=AMONG_PEERS,
    cadence=QUARTERLY,
    goals=((_("Pairs who still meet after the program"), _("50 %")),),
    months=3,
    tracks=(
        TrackPlan(
            name=_("Peer learning"),
            description=_("Pairs from different business units with a similar question."),
            format=Format.PEER,
            competencies=(_("Listening"), _("Giving feedback")),
            meeting_every_days=14,
            milestones=(
                KICKOFF,
                (7, _("Questions exchanged"), _("Each has told the other what they work on.")),
                (45, _("Midway review"), _("Does the time go to both in equal parts?")),
                (90, _("Closing conversation"), _("What was learned, and whether to go on.")),
            ),
        ),
    ),
)

ONBOARDING = Blueprint(
    key="onboarding-buddy",
    name=_("Onboarding buddy"),
    icon="hand-raised",
    fits=_("New colleagues should have somebody to ask from their first day."),
    summary=_("Somebody to ask, from the first day to the hundredth."),
    purpose=_(
        "The first hundred days decide whether somebody feels at home. A buddy answers the"
        " questions one would not ask a manager, and opens doors to people worth knowing."
    ),
    commitment=_("Half an hour a week in the first month, every other week afterwards."),
    guidelines=GUIDELINES,
    cadence=_("The owner looks at the figures every month"),
    goals=(
        (_("New colleagues who met their buddy in the first week"), _("95 %")),
        (_("New colleagues who would recommend us after a hundred days"), _("80 %")),
    ),
    months=4,
    tracks=(
        TrackPlan(
            name=_("First hundred days"),
            description=_("For everybody who joins; buddies have been here for a year or more."),
            mentor_capacity=2,
            criteria=(
                (ParticipantRole.MENTEE, "years_at_company", Operator.AT_MOST, "1"),
                (ParticipantRole.MENTOR, "years_at_company", Operator.AT_LEAST, "1"),
            ),
            meeting_every_days=14,
            milestones=(
                (0, _("First day"), _("A tour, a lunch, and the questions nobody else answers.")),
                (30, _("First month"), _("What surprised you? What do you still not know?")),
                (60, _("Ten people met"), _("Ten people outside the own team.")),
                (100, _("Hundred days"), _("Looking back with the manager and the buddy.")),
            ),
        ),
    ),
)

FLASH = Blueprint(
    key="flash",
    name=_("Flash"),
    icon="bolt",
    fits=_("Many people have one question each, and little time."),
    summary=_("One conversation, one question, one hour."),
    purpose=_(
        "Not every question needs half a year. Whoever knows something well offers a few hours;"
        " whoever has a question takes one."
    ),
    commitment=_("One hour. The mentee sends the question beforehand."),
    guidelines=GUIDELINES,
    cadence=_("The owner looks at the figures every quarter"),
    goals=((_("Questions that found an answer within two weeks"), _("80 %")),),
    months=3,
    tracks=(
        TrackPlan(
            name=_("One conversation"),
            description=_("Open to everybody."),
            format=Format.FLASH,
            exclusive=False,
            mentor_capacity=5,
            meeting_every_days=14,
            checkin_every_days=30,
            competencies=(_("Career planning"), _("Networking")),
            milestones=(
                (7, _("Question sent"), _("What would you like to know, and why now?")),
                (14, _("Conversation held"), _("An hour, in person or on a call.")),
            ),
        ),
    ),
)
