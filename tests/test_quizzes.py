"""Every landed week has a quiz that can be read, is worth answering and gives nothing away."""

import pytest

from autograder import course
from website import quiz

SLUGS = course.slugs()

per_week = pytest.mark.parametrize("slug", SLUGS)


def questions(slug):
    return quiz.read(course.ROOT / "lectures" / "quizzes" / f"{slug}.yml")


@per_week
def test_a_week_has_five_questions_or_more_and_names_them_after_itself(slug):
    assert len(questions(slug)) >= 5
    assert all(question.id.startswith(f"{slug[:3]}-") for question in questions(slug))


@per_week
def test_some_option_is_right_some_is_wrong_and_each_has_its_own_explanation(slug):
    for question in questions(slug):
        assert {option.right for option in question.options} == {True, False}, question.id
        for told in ("text", "why"):
            texts = [getattr(option, told) for option in question.options]
            assert len(set(texts)) == len(texts), question.id


@per_week
def test_the_place_of_an_option_does_not_say_whether_it_is_right(slug):
    first = [[o.right for o in question.options].index(True) for question in questions(slug)]
    assert max(first.count(place) for place in first) <= (len(first) + 1) // 2


def test_no_question_is_asked_twice():
    ids = [question.id for slug in SLUGS for question in questions(slug)]
    assert len(set(ids)) == len(ids)
