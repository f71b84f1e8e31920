"""Who may do what at the addresses of engagements."""

from collections.abc import Callable
from typing import Any

from tests.permissions.declarations import SIGNED_IN, Access, Route
from tests.world import World

PAIR = Access(ok="mentor mentee")
MENTEE = Access(ok="mentee")
MENTOR = Access(ok="mentor")
#: The partner reads, the mentee decides.
DECIDES = Access(ok="mentee", forbidden="mentor")
#: What a mentor offers: the mentee reads it, the mentor decides.
GIVES = Access(ok="mentor", forbidden="mentee")
RUNS = Access(ok="hr_admin owner")
MANAGERS = Access(ok="line_manager other_manager")
EVERYBODY = Access(ok=SIGNED_IN)
#: Far enough for the clock on the wall.
AHEAD = {"day": "2099-03-20", "time": "10:00", "minutes": "60"}
BEHIND = {"day": "2026-01-20", "time": "10:00", "minutes": "45"}


def key(name: str, row: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {name: getattr(world, row).pk}


def posts(**data: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: data


engagement = key("engagement_id", "engagement")
ended = key("engagement_id", "ended_engagement")
session = key("session_id", "session")
past = key("session_id", "past_session")
goal = key("goal_id", "goal")
entry = key("entry_id", "entry")
action = key("action_id", "action")
learning = key("item_id", "learning")
slot = key("slot_id", "flash_slot")
note = key("note_id", "hand_over")
checkin = key("checkin_id", "checkin")

#: Of the circle: its leader, and a member who doesn't lead it.
CIRCLE = Access(ok="host other_host")
MEMBER = Access(ok="host", forbidden="other_host")
LEADS = Access(ok="other_host", forbidden="host")
GONE = Access(ok="line_manager", forbidden="host other_host")

#: Who knows of what leaders ask; who may answer to it by role, and who may ask.
ASKED = "hr_admin owner sponsor host other_host"
SPEAKS = Access(ok="host", forbidden="hr_admin owner sponsor other_host")
ASKS = Access(ok="hr_admin owner sponsor", forbidden="host other_host")
theme = key("theme_id", "theme")

ROUTES = [
    Route("engagements:input", get=EVERYBODY),
    Route(
        "engagements:input_ask",
        get=Access(ok="hr_admin owner sponsor"),
        post=Access(ok="hr_admin owner sponsor"),
        kwargs=key("program_id", "reverse_program"),
        data=posts(question="What should we know?"),
    ),
    Route("engagements:theme", get=Access(ok=ASKED), kwargs=theme),
    Route(
        "engagements:input_give",
        get=SPEAKS,
        post=SPEAKS,
        kwargs=theme,
        data=posts(words="Fewer signatures"),
    ),
    Route("engagements:theme_close", post=ASKS, kwargs=theme),
    Route("engagements:theme_reopen", post=ASKS, kwargs=theme),
    Route(
        "engagements:input_take_back",
        post=Access(ok="host"),
        kwargs=key("said_id", "waiting_input"),
    ),
    Route(
        "engagements:input_put_back",
        post=Access(ok="host"),
        kwargs=key("said_id", "taken_back_input"),
    ),
    Route(
        "engagements:input_answer",
        get=Access(ok="sponsor"),
        post=Access(ok="sponsor"),
        kwargs=key("release_id", "pooled_release"),
        data=posts(text="We heard you"),
    ),
    Route(
        "engagements:answer_withdraw",
        post=Access(ok="sponsor", forbidden="hr_admin owner host other_host"),
        kwargs=key("answer_id", "leader_answer"),
    ),
    Route(
        "engagements:attendance",
        get=CIRCLE,
        post=CIRCLE,
        kwargs=key("session_id", "circle_session"),
        data=lambda world: {"came": [str(world.host_person.pk)]},
    ),
    Route(
        "engagements:circle_name",
        get=LEADS,
        post=LEADS,
        kwargs=key("engagement_id", "circle"),
        data=posts(name="Courage"),
    ),
    Route("engagements:leave", post=MEMBER, kwargs=key("engagement_id", "circle")),
    Route("engagements:rejoin", post=GONE, kwargs=key("member_id", "circle_member_gone")),
    Route("engagements:list", get=EVERYBODY),
    Route("engagements:history", get=EVERYBODY),
    Route("engagements:cohort_history", get=RUNS, kwargs=key("cohort_id", "cohort")),
    Route("engagements:team", get=MANAGERS),
    Route("engagements:cohort", get=RUNS, kwargs=key("cohort_id", "cohort")),
    Route("engagements:help_handled", post=RUNS, kwargs=checkin),
    Route("engagements:help_reopened", post=RUNS, kwargs=checkin),
    Route("engagements:journal", get=EVERYBODY),
    Route("engagements:journal_new", get=EVERYBODY, post=EVERYBODY, data=posts(text="Today")),
    Route("engagements:journal_entry", get=MENTEE, kwargs=entry),
    Route(
        "engagements:journal_edit",
        get=MENTEE,
        post=MENTEE,
        kwargs=entry,
        data=posts(text="Later"),
    ),
    Route(
        "engagements:journal_share",
        post=MENTEE,
        kwargs=entry,
        data=lambda world: {"engagement": str(world.engagement.pk)},
    ),
    Route("engagements:journal_unshare", post=MENTEE, kwargs=entry),
    Route("engagements:learning", get=EVERYBODY),
    Route(
        "engagements:learning_new",
        get=EVERYBODY,
        post=EVERYBODY,
        data=posts(title="A course", kind="course", planned_on="2026-12-01"),
    ),
    Route(
        "engagements:learning_edit",
        get=DECIDES,
        post=DECIDES,
        kwargs=learning,
        data=posts(title="A day there", kind="shadowing", planned_on="2026-12-01"),
    ),
    Route("engagements:learning_share", get=DECIDES, post=DECIDES, kwargs=learning),
    Route("engagements:learning_done", post=DECIDES, kwargs=learning),
    Route("engagements:learning_reopen", post=DECIDES, kwargs=learning),
    Route("engagements:learning_remove", post=DECIDES, kwargs=learning),
    Route(
        "engagements:learning_restore",
        post=MENTEE,
        kwargs=key("item_id", "removed_learning"),
    ),
    Route(
        "engagements:checkin",
        get=MENTEE,
        post=MENTEE,
        kwargs=checkin,
        data=posts(fit="5", progress="4"),
    ),
    Route("engagements:flash", get=EVERYBODY),
    Route("engagements:flash_offers", get=MENTOR),
    Route(
        "engagements:flash_new",
        get=MENTOR,
        post=MENTOR,
        data=lambda world: {
            **AHEAD,
            "minutes": "30",
            "topic": "Anything",
            "seats": "1",
            "enrolment": str(world.flash_mentor_enrolment.pk),
        },
    ),
    Route("engagements:flash_withdraw", get=GIVES, post=GIVES, kwargs=slot),
    Route("engagements:flash_came", get=GIVES, post=GIVES, kwargs=slot),
    Route("engagements:flash_offer_again", post=GIVES, kwargs=slot),
    Route("engagements:flash_slot", get=DECIDES, post=DECIDES, kwargs=slot),
    Route("engagements:flash_cancel", post=DECIDES, kwargs=key("booking_id", "waiting_booking")),
    Route(
        "engagements:flash_line",
        get=PAIR,
        post=PAIR,
        kwargs=key("booking_id", "over_booking"),
        data=posts(line="Thank you"),
    ),
    Route("engagements:action_done", post=PAIR, kwargs=action),
    Route("engagements:action_undo", post=PAIR, kwargs=action),
    Route("engagements:session", get=PAIR, kwargs=session),
    Route(
        "engagements:session_edit", get=PAIR, post=PAIR, kwargs=session, data=posts(notes="Short")
    ),
    Route("engagements:move", get=PAIR, post=PAIR, kwargs=session, data=posts(**AHEAD)),
    Route("engagements:cancel", post=PAIR, kwargs=session),
    Route("engagements:restore", post=PAIR, kwargs=session),
    Route("engagements:calendar", get=PAIR, kwargs=session, page=False),
    Route("engagements:log_planned", get=PAIR, post=PAIR, kwargs=past, data=posts(**BEHIND)),
    Route("engagements:took_place", post=PAIR, kwargs=past),
    Route("engagements:unlog", post=PAIR, kwargs=key("session_id", "held_session")),
    Route("engagements:sign", post=PAIR, kwargs=key("agreement_id", "agreement")),
    Route("engagements:goal", get=PAIR, post=PAIR, kwargs=goal, data=posts(progress="60")),
    Route("engagements:goal_edit", get=PAIR, post=PAIR, kwargs=goal, data=posts(title="Another")),
    Route("engagements:goal_share", get=DECIDES, post=DECIDES, kwargs=goal),
    Route("engagements:goal_reach", post=PAIR, kwargs=goal),
    Route("engagements:goal_drop", post=PAIR, kwargs=goal),
    Route("engagements:goal_reopen", post=PAIR, kwargs=goal),
    Route("engagements:step_undo", post=PAIR, kwargs=key("step_id", "goal_step")),
    Route("engagements:detail", get=PAIR, kwargs=engagement),
    Route("engagements:manager", post=PAIR, kwargs=engagement, data=posts(shown="yes")),
    Route("engagements:pause", post=PAIR, kwargs=engagement),
    Route("engagements:resume", post=LEADS, kwargs=key("engagement_id", "circle")),
    Route("engagements:log", get=PAIR, post=PAIR, kwargs=engagement, data=posts(**BEHIND)),
    Route("engagements:plan", get=PAIR, post=PAIR, kwargs=engagement, data=posts(**AHEAD)),
    Route(
        "engagements:times",
        get=PAIR,
        kwargs=engagement,
        query="?day=2026-03-20&time=10:00",
        page=False,
    ),
    Route(
        "engagements:action_new",
        get=PAIR,
        post=PAIR,
        kwargs=engagement,
        data=lambda world: {"text": "Call", "owner": str(world.mentor_person.pk)},
    ),
    Route("engagements:agreement", get=PAIR, kwargs=engagement),
    Route(
        "engagements:agreement_edit",
        get=PAIR,
        post=PAIR,
        kwargs=engagement,
        data=posts(expectations="Trust", meeting_every_days="14", seen="1", sign="on"),
    ),
    Route("engagements:goals", get=PAIR, kwargs=engagement),
    Route(
        "engagements:goal_new",
        get=PAIR,
        post=PAIR,
        kwargs=engagement,
        data=lambda world: {"title": "Speak up", "person": str(world.mentee_person.pk)},
    ),
    Route(
        "engagements:close",
        get=PAIR,
        post=PAIR,
        kwargs=engagement,
        data=posts(outcome="completed", category="goals_reached"),
    ),
    Route("engagements:hand_over", get=PAIR, kwargs=note),
    Route(
        "engagements:hand_over_show",
        post=DECIDES,
        kwargs=note,
        data=lambda world: {"engagement": str(world.engagement.pk)},
    ),
    Route("engagements:hand_over_hide", post=DECIDES, kwargs=note),
    Route(
        "engagements:hand_over_edit",
        get=PAIR,
        post=PAIR,
        kwargs=engagement,
        data=posts(text="Ask about planning"),
    ),
    Route("engagements:another", get=PAIR, post=PAIR, kwargs=engagement),
    Route("engagements:next", get=PAIR, post=PAIR, kwargs=engagement, data=posts(again="on")),
    Route("engagements:reopen", post=PAIR, kwargs=engagement),
    Route(
        "engagements:review", get=MENTEE, post=MENTEE, kwargs=ended, data=posts(words="Grateful")
    ),
]
