"""Topics in lists and in sentences."""

from matching.signups.topics import Topics
from tests.matching.signups.lists import mentees, mentors

MENTORS = (
    "Name,Skills\nAna,Public speaking; Speaking; AI; Law\nBo,Managing people well and with care\n"
)


def topics(wanted: str) -> tuple[list[str], list[str]]:
    sides = (mentors(MENTORS), mentees(f'Name,Skills\nMia,"{wanted}"\n'))
    found = Topics(sides)
    told = [trouble.message for trouble in found.troubles if trouble.file == "mentees.csv"]
    return sorted(found.of(sides[1].entries[0], "wanted")), told


def test_names_count_as_they_are() -> None:
    assert topics("LAW, Tax") == (["law", "tax"], [])


def test_a_sentence_counts_for_the_topics_in_it() -> None:
    assert topics("I would like to get better at public speaking.") == (["public speaking"], [])
    assert topics("I want to get better at speaking") == (["speaking"], [])


def test_short_names_and_parts_of_words_are_not_found_in_sentences() -> None:
    said = "A sentence that names no topic of anybody else: it does not count."
    assert topics("I said to my lawyer what AI is") == ([], [said])


def test_a_long_answer_that_two_give_is_a_topic() -> None:
    assert topics("managing people well and with care") == (
        ["managing people well and with care"],
        [],
    )
