"""Predictions and quizzes: answered, kept, summed up; by keyboard, and without JavaScript."""

import pytest

from autograder import course


def question(page, key):
    return page.locator(f"#predict-{key}")


def measured(page, place):
    """The fold "What was measured", by its place on the page."""
    return page.locator("details.sd-dropdown").nth(place)


def commit(page, key, text):
    question(page, key).locator("input[type=text]").fill(text)
    question(page, key).get_by_role("button", name="Commit").click()


@pytest.fixture
def lecture(sample, open_page):
    page, _ = open_page(f"{sample.address}/w98_sample.html")
    return page


def test_what_was_measured_is_out_of_sight_until_the_reader_commits(lecture):
    assert "1,024.5" not in lecture.locator("article").inner_text().split("How many legs")[1]
    assert not measured(lecture, 0).is_visible()
    commit(lecture, "w98-legs", "512.25")
    assert measured(lecture, 0).is_visible()
    assert "Measured at dawn: 1,024.5 legs." in measured(lecture, 0).inner_text()
    assert not measured(lecture, 1).is_visible()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("512.25", "512 too low: a factor of 2 off."),
        ("2,049", "1,020 too high: a factor of 2 off."),
        ("1024,5", "Exactly right."),
        ("-10", "1,030 too low."),
        ("0", "1,020 too low."),
    ],
)
def test_a_number_is_compared_with_what_was_measured(lecture, typed, said):
    commit(lecture, "w98-legs", typed)
    shown = question(lecture, "w98-legs").locator(".predict-result p").first.inner_text()
    assert shown == f"You said {typed} legs. Measured: 1,024.5 legs. {said}"


@pytest.mark.parametrize("typed", ["", "many", "1.2.3", "12 legs", "-", "."])
def test_what_is_no_number_is_not_committed(lecture, typed):
    commit(lecture, "w98-legs", typed)
    assert "Please type a number" in question(lecture, "w98-legs").inner_text()
    assert not measured(lecture, 0).is_visible()


def test_a_choice_is_compared_with_what_was_measured(lecture):
    box = question(lecture, "w98-animal")
    box.get_by_role("button", name="Commit").click()
    assert not measured(lecture, 1).is_visible()
    box.get_by_label("an ant").check()
    box.get_by_role("button", name="Commit").click()
    assert (
        box.locator(".predict-result")
        .inner_text()
        .startswith("You said an ant. Measured: a spider. Not what happened.")
    )


def test_an_answer_to_several_questions_waits_for_all_of_them(lecture):
    commit(lecture, "w98-eyes", "2")
    assert not measured(lecture, 1).is_visible()
    question(lecture, "w98-animal").get_by_role("button", name="Show without").click()
    assert measured(lecture, 1).is_visible()
    lecture.reload()
    assert measured(lecture, 1).is_visible()
    assert not measured(lecture, 0).is_visible()


def test_a_prediction_is_made_with_the_keyboard_alone(lecture):
    question(lecture, "w98-legs").locator("input").focus()
    lecture.keyboard.type("1000")
    lecture.keyboard.press("Enter")
    result = question(lecture, "w98-legs").locator(".predict-result")
    assert "Measured" in result.inner_text()
    assert result.evaluate("node => node === document.activeElement")


def test_a_prediction_is_still_there_after_a_reload(lecture):
    commit(lecture, "w98-legs", "900")
    lecture.reload()
    assert "You said 900 legs." in question(lecture, "w98-legs").inner_text()
    assert not question(lecture, "w98-legs").locator("form").is_visible()
    assert measured(lecture, 0).is_visible()


def test_a_reader_may_look_without_predicting(lecture, sample):
    question(lecture, "w98-legs").get_by_role("button", name="Show without predicting").click()
    assert "You did not predict." in question(lecture, "w98-legs").inner_text()
    lecture.goto(f"{sample.address}/predictions.html")
    assert "You have not made a prediction yet." in lecture.locator("article").inner_text()


def test_predictions_are_summed_up_with_a_plot(lecture, sample):
    commit(lecture, "w98-legs", "512.25")
    question(lecture, "w98-animal").get_by_label("a spider").check()
    question(lecture, "w98-animal").get_by_role("button", name="Commit").click()
    lecture.goto(f"{sample.address}/predictions.html")
    text = lecture.locator("article").inner_text()
    assert "Within a factor of two of what was measured: 1 of 1. Too high: 0, too low: 1." in text
    assert "Half of your numbers are off by a factor of 2 or less." in text
    assert "Right choices: 1 of 1; guessing would get 0.333 on average." in text
    dot = lecture.locator(".progress-dot")
    exact = lecture.locator(".progress-exact")
    grid = lecture.locator(".progress-grid")
    places = sorted(float(line.get_attribute("x1")) for line in [*grid.all(), *exact.all()])
    # Nine lines from a sixteenth to sixteen times; half the measured value is the fourth.
    assert len(places) == 9
    assert float(dot.get_attribute("cx")) == pytest.approx(places[3])
    lecture.get_by_role("link", name="How many legs").click()
    assert lecture.url.endswith("w98_sample.html#predict-w98-legs")


def test_answers_can_be_forgotten(lecture, sample):
    commit(lecture, "w98-legs", "900")
    lecture.evaluate("localStorage.setItem('another', 'kept')")
    lecture.goto(f"{sample.address}/predictions.html")
    lecture.on("dialog", lambda dialog: dialog.accept())
    lecture.get_by_role("button", name="Forget my answers").click()
    lecture.wait_for_load_state()
    assert "You have not made a prediction yet." in lecture.locator("article").inner_text()
    assert lecture.evaluate("Object.keys(localStorage).filter(n => n.startsWith('mlsd:'))") == []
    assert lecture.evaluate("localStorage.getItem('another')") == "kept"


def test_a_quiz_explains_every_option_once_it_is_answered(lecture):
    first = lecture.locator("[data-question=one-right]")
    assert "Sixteen is what" not in first.inner_text()
    first.locator("input").nth(1).check()
    first.get_by_role("button", name="Check").click()
    text = first.inner_text()
    assert "Not quite" in text
    for why in ("Right. Eight.", "Wrong. Sixteen is what two spiders have.", "Wrong. It would"):
        assert why in text
    first.locator("input").nth(0).check()
    first.get_by_role("button", name="Check").click()
    assert first.locator(".quiz-verdict").inner_text() == "Right."


def test_all_right_options_of_several_have_to_be_chosen(lecture):
    second = lecture.locator("[data-question=two-right]")
    second.get_by_role("button", name="Check").click()
    assert second.locator(".quiz-verdict").inner_text() == "Choose first."
    second.get_by_label("2").check()
    second.get_by_role("button", name="Check").click()
    assert "Not quite" in second.locator(".quiz-verdict").inner_text()
    second.get_by_label("4").check()
    second.get_by_role("button", name="Check").click()
    assert second.locator(".quiz-verdict").inner_text() == "Right."


def test_a_quiz_is_answered_with_the_keyboard_and_still_there_after_a_reload(lecture):
    lecture.locator("[data-question=one-right] input").first.focus()
    lecture.keyboard.press("ArrowDown")
    lecture.keyboard.press("ArrowUp")
    for _ in range(5):
        lecture.keyboard.press("Tab")
        if lecture.evaluate("document.activeElement.className") == "quiz-check":
            break
    lecture.keyboard.press("Enter")
    score = lecture.locator(".quiz-score")
    assert score.inner_text() == "1 right of 1 answered, 2 in all."
    lecture.reload()
    assert score.inner_text() == "1 right of 1 answered, 2 in all."
    first = lecture.locator("[data-question=one-right]")
    assert first.locator("input").first.is_checked()
    assert "Right. Eight." in first.inner_text()


def test_the_page_of_predictions_sums_up_quizzes(lecture, sample):
    first = lecture.locator("[data-question=one-right]")
    first.locator("input").first.check()
    first.get_by_role("button", name="Check").click()
    lecture.goto(f"{sample.address}/predictions.html")
    assert "1 right of 1 answered, 2 in all" in lecture.locator("article").inner_text()


def test_without_javascript_answers_are_folded_away(sample, open_page):
    page, _ = open_page(f"{sample.address}/w98_sample.html", java_script_enabled=False)
    legs = question(page, "w98-legs")
    assert not legs.locator("form").is_visible()
    assert "1,024.5" not in legs.inner_text()
    legs.locator("summary").click()
    assert "Measured: 1,024.5 legs" in legs.inner_text()
    assert measured(page, 0).is_visible()
    option = page.locator("[data-question=one-right] .quiz-option").nth(1)
    assert "Sixteen" not in option.inner_text()
    option.locator("summary").click()
    assert "Wrong. Sixteen" in option.inner_text()


def test_answers_are_kept_in_a_site_opened_from_a_folder(sample_folder, open_page):
    page, trouble = open_page((sample_folder / "w98_sample.html").as_uri())
    commit(page, "w98-legs", "900")
    page.reload()
    assert "You said 900 legs." in question(page, "w98-legs").inner_text()
    page.goto((sample_folder / "predictions.html").as_uri())
    assert "1 of 1. Too high: 0, too low: 1." in page.locator("article").inner_text()
    assert trouble.seen == []


def test_where_storage_is_refused_answers_last_as_long_as_the_page(sample, browser):
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }})"
    )
    page = context.new_page()
    page.goto(f"{sample.address}/w98_sample.html")
    commit(page, "w98-legs", "900")
    assert measured(page, 0).is_visible()
    context.close()


@pytest.mark.parametrize("slug", course.slugs())
def test_every_prediction_and_question_of_a_week_can_be_answered(site, open_page, slug):
    page, trouble = open_page(f"{site.address}/{slug}.html")
    predictions = page.locator("[data-predict]")
    assert predictions.count() > 0
    for box in predictions.all():
        if box.locator("input[type=text]").count():
            box.locator("input[type=text]").fill("1")
        else:
            box.locator("input[type=radio]").first.check()
        box.get_by_role("button", name="Commit").click()
    questions = page.locator(".quiz-question")
    assert questions.count() >= 5
    for box in questions.all():
        box.locator("input").first.check()
        box.get_by_role("button", name="Check").click()
    count = questions.count()
    page.reload()
    assert f"of {count} answered, {count} in all" in page.locator(".quiz-score").inner_text()
    for box in predictions.all():
        assert "You said" in box.locator(".predict-result").inner_text()
    page.goto(f"{site.address}/predictions.html")
    assert page.locator(".progress-table tbody tr").count() == predictions_of(page, slug)
    assert trouble.seen == []


def predictions_of(page, slug):
    """How many predictions of a week the page of predictions knows."""
    listed = page.evaluate("JSON.parse(document.getElementById('mlsd-questions').textContent)")
    return len([each for each in listed["predictions"] if each["href"] == f"{slug}.html"])
