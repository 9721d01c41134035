"""The checks of `run-pipeline` that a student of week 2 sees."""

from copy import copy

from autograder.testing import assert_same, exercise, is_a, rejects, require, spy


class Night:
    """What lies outside of the pipeline: steps, a store, and a log of all calls but of `read`.

    outputs: what each step returns, by name; store: checkpoints of earlier attempts.
    deaths: what fails, in this order, each once: the name of a step, which fails after its
    effect; "read"; "write", which fails before it has stored the value; or "stored", a `write`
    that fails after. The list is empty when all have struck. error, text: what is raised then.
    """

    def __init__(self, outputs, store=(), deaths=(), error=OSError, text="power failure"):
        self.outputs, self.store = dict(outputs), dict(store)
        self.deaths, self.error, self.text, self.log = list(deaths), error, text, []

    def run(self, submission):
        """One attempt at the run; its result."""
        return submission.run_pipeline(*self.arguments())

    def arguments(self):
        """Those of `run_pipeline`."""
        return "june", self.steps(), spy(self._read), spy(self._write)

    def again(self):
        """The same night with a log of its own, for another attempt."""
        other = copy(self)
        other.log = []
        return other

    def steps(self):
        return [(name, spy(self._step(name))) for name in self.outputs]

    def called(self):
        """The names of the steps that were called, in order."""
        return [name for name, *_ in self.log if name != "write"]

    def _step(self, name):
        def step(previous, token):
            self.log.append((name, previous, token))
            self._die(name)
            return self.outputs[name]

        step.__name__ = name  # for the feedback
        return step

    def _read(self, key):
        self._die("read")
        return self.store.get(key)

    def _write(self, key, value):
        self.log.append(("write", key, value))
        self._die("write")
        self.store[key] = value
        self._die("stored")

    def _die(self, place):
        if self.deaths[:1] == [place]:
            del self.deaths[0]
            raise self.error(self.text)


@exercise("run-pipeline")
def test_steps_run_in_order_on_the_output_of_the_one_before(submission):
    """Each step is called once with the output of the step before and its token, then written."""
    night = Night({"fetch": [1, 2], "merge": {"rows": 2}, "publish": "done"})
    assert_same(night.run(submission), "done", why="The result is the output of the last step.")
    expected = [
        ("fetch", None, "june/fetch"),
        ("write", "june/fetch", [1, 2]),
        ("merge", [1, 2], "june/merge"),
        ("write", "june/merge", {"rows": 2}),
        ("publish", {"rows": 2}, "june/publish"),
        ("write", "june/publish", "done"),
    ]
    assert_same(night.log, expected, why="These are the calls of steps and of `write`, in order.")


@exercise("run-pipeline")
def test_finished_steps_are_not_run_again(submission):
    """A step with a checkpoint is not called; its output is taken from the store."""
    outputs = {"fetch": "fetched", "merge": "merged"}
    night = Night(outputs, {"june/fetch": ["kept"]})
    assert_same(night.run(submission), "merged", why="The first of two steps was finished.")
    expected = [("merge", ["kept"], "june/merge"), ("write", "june/merge", "merged")]
    assert_same(night.log, expected, why="The checkpoint of 'fetch' holds its output.")
    night = Night(outputs, {"june/fetch": "kept", "june/merge": "kept too"})
    assert_same(night.run(submission), "kept too", why="Both steps were finished.")
    assert_same(night.log, [], why="Both steps were finished, so nothing is called or written.")


@exercise("run-pipeline")
def test_an_output_may_be_empty_or_false(submission):
    """0, "", False, and an empty list or dict are outputs: only None means no checkpoint."""
    night = Night({"fetch": "x", "count": "", "merge": [], "check": False}, {"june/fetch": 0})
    assert_same(night.run(submission), False, why="This is the output of the last step.")
    expected = [
        ("count", 0, "june/count"),
        ("write", "june/count", ""),
        ("merge", "", "june/merge"),
        ("write", "june/merge", []),
        ("check", [], "june/check"),
        ("write", "june/check", False),
    ]
    assert_same(night.log, expected, why="The first of four steps was finished; its output is 0.")
    assert_same(night.run(submission), False, why="All steps were finished.")
    assert_same(len(night.log), 6, why="All steps were finished, so nothing more is called.")


@exercise("run-pipeline")
def test_runs_do_not_mix(submission):
    """Checkpoints of another run count for nothing, though its steps have the same names."""
    others = {"fetch": 9, "merge": 9, "may/fetch": 9, "may/merge": 9}
    night = Night({"fetch": 1, "merge": 2}, others)
    assert_same(night.run(submission), 2, why="Nothing of this run was finished.")
    expected = {**others, "june/fetch": 1, "june/merge": 2}
    assert_same(night.store, expected, why="Only keys of this run are written.")


@exercise("run-pipeline")
def test_the_error_of_a_step_ends_the_attempt_and_is_reported(submission):
    """A step's error becomes a RuntimeError with the step's name and the error's text.

    Nothing is written for that step, and no later step is called.
    """
    text = 'row 17: "12:60" isn\'t a time\nC:\\june\\lga.csv, as the gateway at Newark sent it'
    outputs = {"fetch": 1, "merge": 2, "publish": 3}
    # One success before a failure tells as much as six.
    cases = (
        (["fetch"], ValueError, "row 17"),
        ([], ValueError, text),
        ([], RuntimeError, "merge"),
        ([], OSError, "merge"),
        ([], ZeroDivisionError, "merge"),
        ([], TimeoutError, text),
    )
    nights = []
    for before, error, _ in cases:
        names = [*before, "merge", "publish"]
        nights.append(Night({name: outputs[name] for name in names}, (), ["merge"], error, text))
    answers = submission.run_pipeline.each(night.arguments() for night in nights)
    for night, answer, (before, _, naming) in zip(nights, answers, cases, strict=True):
        rejects(answer, naming=naming, error=RuntimeError)
        kept = {f"june/{name}": outputs[name] for name in before}
        assert_same(night.store, kept, why="The step 'merge' failed.")
        why = "The step 'merge' failed; nothing is called after it or again."
        assert_same(night.called(), [*before, "merge"], why=why)


def full_disk(previous, token):
    raise OSError(28, "no room")


def no_gate(previous, token):
    raise KeyError("gate")


def without_a_word(previous, token):
    raise ValueError


@exercise("run-pipeline")
def test_the_text_of_an_error_is_what_str_gives(submission):
    """An error's text is `str` of it: its first argument may be a number, or not be there."""
    steps = ((full_disk, "[Errno 28] no room"), (no_gate, "'gate'"), (without_a_word, "merge"))
    calls = [("june", [("merge", step)], *a_store()) for step, _ in steps]
    answers = submission.run_pipeline.each(calls)
    for answer, (_, naming) in zip(answers, steps, strict=True):
        rejects(answer, naming=naming, error=RuntimeError)


def stop_by_hand(previous, token):
    raise KeyboardInterrupt("by hand")


def leave(previous, token):
    raise SystemExit("by hand")


@exercise("run-pipeline")
def test_what_is_no_exception_passes(submission):
    """A KeyboardInterrupt or SystemExit is no `Exception`: whoever stops the job stops it."""
    for step, kind in ((stop_by_hand, "KeyboardInterrupt"), (leave, "SystemExit")):
        night = Night({"fetch": 1})
        steps = [*night.steps(), ("merge", step)]
        try:
            submission.run_pipeline("june", steps, spy(night._read), spy(night._write))
            received = "nothing"
        except BaseException as raised:  # the point: kinds beyond Exception
            # Out of a sandbox comes an error that only has the name.
            received = getattr(raised, "class_name", type(raised).__name__)
            if received != kind and not isinstance(raised, RuntimeError):
                raise
        problem = f"The step 'merge' raised a {kind}, which is no `Exception`."
        require(received == kind, problem, expected=kind, received=received)
        assert_same(night.store, {"june/fetch": 1}, why=f"The step 'merge' raised a {kind}.")


def fetch(previous, token):
    return 1


def merge(previous, token):
    return 2


def publish(previous, token):
    return 3


def a_store():
    """`read` and `write` of a store that is copied along with them."""
    kept = {}

    def read(key):
        return kept.get(key)

    def write(key, value):
        kept[key] = value

    return read, write


@exercise("run-pipeline")
def test_the_list_of_steps_is_left_alone(submission):
    """The next attempt needs the list of steps as it was."""
    # No spies: to find out whether arguments with a spy have changed takes a sandbox very long.
    steps = [("fetch", fetch), ("merge", merge), ("publish", publish)]
    result, after = submission.run_pipeline.with_arguments("june", steps, *a_store())
    assert_same(result, 3, why="The result is the output of the last step.")
    is_a(after[1], list)
    for pair in after[1]:
        is_a(pair, (tuple, list))
    names = [name for pair in after[1] for name in pair[:1]]
    assert_same(names, ["fetch", "merge", "publish"], why="The steps were changed by the call.")


@exercise("run-pipeline")
def test_a_crash_anywhere_and_a_rerun_leave_each_effect_once(submission):
    """Wherever an attempt dies, the next takes up the work there, and repeats only what it must.

    A repeated step gets the same token, so whoever receives its effect can ignore the repeat.
    """
    deaths = ["fetch", "write", "stored", "merge", "write", "stored"]
    night = Night({"fetch": 1, "merge": 2}, deaths=deaths)
    # Each attempt has a log of its own; the store, and what is still to fail, they share.
    attempts = [night.again() for _ in range(len(deaths) + 1)]
    answers = list(submission.run_pipeline.each(attempt.arguments() for attempt in attempts))
    for place, death in enumerate(deaths):
        try:
            answers[place]()
        except (OSError, RuntimeError):
            died = True
        else:
            died = False
        name, previous = [("fetch", None), ("merge", 1)][place // 3]
        what = {"write": "`write`, nothing was stored", "stored": "`write`, its answer was lost"}
        why = f"Attempt {place + 1} died in {what.get(death, death)}."
        require(died, f"{why} Its error must end the attempt.")
        expected = [(name, previous, f"june/{name}")]
        if death != name:
            expected.append(("write", f"june/{name}", night.outputs[name]))
        assert_same(attempts[place].log, expected, why=why)
    why = "Both checkpoints are there; nothing is left to do."
    assert_same(answers[-1](), 2, why=why)
    assert_same(attempts[-1].log, [], why=why)


@exercise("run-pipeline")
def test_errors_of_the_store_are_passed_on(submission):
    """What `read` or `write` raise comes out as it is, and nothing is called after it."""
    night = Night({"fetch": 1, "merge": 2}, deaths=["write"], error=OSError)
    rejects(night.run, submission, naming="power failure", error=OSError)
    assert_same(len(night.log), 2, why="Nothing is called after an error of `write`.")
    night = Night({"fetch": 1, "merge": 2}, deaths=["read"], error=KeyError)
    rejects(night.run, submission, naming="power failure", error=KeyError)
    assert_same(night.log, [], why="The store could not be read.")


@exercise("run-pipeline")
def test_a_run_needs_steps_with_names_of_their_own(submission):
    """No steps, or a name that is there twice, is a ValueError before anything is called."""
    night = Night({"fetch": 1, "merge": 2}, deaths=["read"])
    first, second = night.steps()
    for steps in ([], [first, second, first], [first, second, second]):
        night.log.clear()
        arguments = ("june", steps, spy(night._read), spy(night._write))
        rejects(submission.run_pipeline, *arguments)
        assert_same(night.log, [], why="No step may be called, and nothing written.")
        require(night.deaths == ["read"], "Check the names before you read the store.")
