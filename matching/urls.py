"""Addresses of this room."""

from django.urls import path

from matching.views import (
    circles,
    cohorts,
    decisions,
    fairness,
    offers,
    pins,
    publishing,
    purposes,
    requests,
    runs,
    starting,
    talks,
    terms,
    ways,
    wishes,
)

app_name = "matching"
PREPARING = [
    path("cohorts/<uuid:cohort_id>/", cohorts.cohort, name="cohort"),
    path("cohorts/<uuid:cohort_id>/tracks/<uuid:track_id>/start/", starting.start, name="start"),
    path("cohorts/<uuid:cohort_id>/tracks/<uuid:track_id>/pins/", pins.pins, name="pins"),
    path("pins/<uuid:pin_id>/unpin/", pins.unpin, name="unpin"),
    path("cohorts/<uuid:cohort_id>/tracks/<uuid:track_id>/term/", terms.term, name="term"),
    path("terms/<uuid:change_id>/undo/", terms.undo_term, name="undo_term"),
    path("programs/<uuid:program_id>/policy/", cohorts.policy, name="policy"),
    path("programs/<uuid:program_id>/purposes/", purposes.purposes, name="purposes"),
    path(
        "programs/<uuid:program_id>/purposes/<uuid:purpose_id>/end/",
        purposes.end,
        name="purpose_end",
    ),
]
REVIEWING = [
    path("runs/<uuid:run_id>/", runs.run, name="run"),
    path("runs/<uuid:run_id>/circles/", circles.review, name="circles"),
    path("runs/<uuid:run_id>/progress/", runs.progress, name="progress"),
    path("runs/<uuid:run_id>/cancel/", runs.cancel, name="cancel"),
    path("runs/<uuid:run_id>/again/", runs.again, name="again"),
    path("runs/<uuid:run_id>/unmatched/", runs.unmatched, name="unmatched"),
    path("runs/<uuid:run_id>/ways/", ways.offer, name="offer_ways"),
    path("runs/<uuid:run_id>/ways/<uuid:batch>/undo/", ways.undo, name="ways_undo"),
    path("runs/<uuid:run_id>/fairness/", fairness.fairness, name="fairness"),
    path("runs/<uuid:run_id>/fairness/counting/", fairness.counting, name="fairness_counting"),
    path("runs/<uuid:run_id>/rules/", runs.rules, name="rules"),
    path("runs/<uuid:run_id>/mentees/<uuid:mentee_id>/", runs.compare, name="compare"),
    path(
        "runs/<uuid:run_id>/pairs/<uuid:mentee_id>/<uuid:mentor_id>/keep/",
        decisions.lock,
        name="lock",
    ),
    path(
        "runs/<uuid:run_id>/pairs/<uuid:mentee_id>/<uuid:mentor_id>/rule-out/",
        decisions.veto,
        name="veto",
    ),
    path(
        "runs/<uuid:run_id>/pairs/<uuid:mentee_id>/<uuid:mentor_id>/undo/",
        decisions.undo,
        name="undo",
    ),
    path(
        "runs/<uuid:run_id>/pairs/<uuid:mentee_id>/<uuid:mentor_id>/swap/",
        decisions.swap,
        name="swap",
    ),
    path(
        "runs/<uuid:run_id>/pairs/<uuid:mentee_id>/<uuid:mentor_id>/reviewed/",
        decisions.reviewed,
        name="reviewed",
    ),
    path("runs/<uuid:run_id>/members/<uuid:mentee_id>/move/", decisions.move, name="move"),
    path("runs/<uuid:run_id>/steps/<uuid:step_id>/undo/", decisions.undo_step, name="undo_step"),
    path("runs/<uuid:run_id>/circles/<uuid:leader_id>/lead/", circles.lead, name="lead"),
    path("runs/<uuid:run_id>/let-move/", decisions.let_move, name="let_move"),
]
PUBLISHING = [
    path("runs/<uuid:run_id>/publish/", publishing.publish, name="publish"),
    path("runs/<uuid:run_id>/withdraw/", publishing.withdraw, name="withdraw"),
    path("cohorts/<uuid:cohort_id>/offers/", publishing.board, name="board"),
    path("circles/<uuid:leader_id>/begin/", circles.begin, name="circle_begin"),
    path("circles/<uuid:leader_id>/call-off/", circles.call_off, name="circle_call_off"),
    path(
        "proposals/<uuid:proposal_id>/<slug:role>/answer/",
        publishing.answer_for,
        name="answer_for",
    ),
]
ANSWERING = [
    path("offers/", offers.mine, name="mine"),
    path("offers/<uuid:offer_id>/", offers.offer, name="offer"),
    path("offers/<uuid:offer_id>/accept/", offers.accept, name="accept"),
    path("offers/<uuid:offer_id>/talk/", talks.suggest, name="talk"),
    path("offers/<uuid:offer_id>/talk/pick/", talks.pick, name="talk_pick"),
    path("offers/<uuid:offer_id>/decline/", offers.decline, name="decline"),
    path("ways/<uuid:way_id>/", ways.way, name="way"),
    path("ways/<uuid:way_id>/yes/", ways.yes, name="way_yes"),
    path("ways/<uuid:way_id>/no/", ways.no, name="way_no"),
    path("ways/<uuid:way_id>/back/", ways.back, name="way_back"),
]
CHOOSING = [
    path("choices/<uuid:enrolment_id>/", wishes.wishes, name="wishes"),
    path("choices/<uuid:enrolment_id>/<uuid:mentor_id>/ask/", requests.ask, name="ask"),
    path("offers/<uuid:offer_id>/take-back/", requests.take_back, name="take_back"),
    path("cohorts/<uuid:cohort_id>/requests/", requests.requests, name="requests"),
]
urlpatterns = [*PREPARING, *CHOOSING, *REVIEWING, *PUBLISHING, *ANSWERING]
