"""The checks of `run-pipeline` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

from autograder.testing import assert_same, exercise, rejects, require, spy

from ..cases import shuffled


class Machine:
    """A store that outlives the attempts, and steps whose output tells their input.

    fate: called with the place of each call, "read", "write", "stored" or the name of a step
    that has had its effect; it may raise an error.
    """

    def __init__(self, names, store=()):
        self.names, self.store = list(names), dict(store)
        self.log, self.fate = [], lambda place: None

    def run(self, submission, run):
        return submission.run_pipeline(*self.arguments(run))

    def arguments(self, run):
        steps = [(name, spy(self._step(name))) for name in self.names]
        return run, steps, spy(self._read), spy(self._write)

    def _step(self, name):
        def step(previous, token):
            self.log.append((name, previous, token))
            self.fate(name)
            return output_of(name, previous)

        step.__name__ = name  # for the feedback
        return step

    def _read(self, key):
        self.fate("read")
        return self.store.get(key)

    def _write(self, key, value):
        self.log.append(("write", key, value))
        self.fate("write")
        self.store[key] = value
        self.fate("stored")


def output_of(name, previous):
    """What the step makes of its input: a list of all steps so far."""
    return [*(previous if isinstance(previous, list) else [repr(previous)]), name]


def full_log(run, names, store=()):
    """The calls of steps and of `write` in an attempt that nothing disturbs."""
    previous, log = None, []
    for name in names:
        token = f"{run}/{name}"
        if token in store:
            previous = store[token]
            continue
        log.append((name, previous, token))
        previous = output_of(name, previous)
        log.append(("write", token, previous))
    return log


NAMES = ("fetch", "to utc", "merge/late", "publish")


@exercise("run-pipeline")
def test_runs_of_any_length_and_name_leave_their_checkpoints(submission):
    """One step or many, each is called once and its output stored under its own token."""
    # Any text is a name, so nobody may tidy it up: these are four steps of a run "Juni/ ".
    unlike = ("Fetch", "fetch", "/fetch ", "f\u00f6hn #1%")
    for run, names in (("", NAMES[:1]), ("x/y 7", NAMES[2:]), ("Juni/ ", unlike)):
        machine = Machine(names)
        log = full_log(run, names)
        assert_same(machine.run(submission, run), log[-1][2], why=f"The steps are {names}.")
        assert_same(machine.log, log, why="Each output is written before the next step.")


@exercise("run-pipeline")
def test_crash_after_crash_the_run_is_finished(submission, rng):
    """However often attempts die, at any call, the next one takes up the work where it stopped."""
    machine = Machine(NAMES)
    for attempt, death in enumerate(shuffled(rng, ["step", "write", "stored", "step", "write"])):
        machine.log.clear()
        undisturbed = full_log("june", NAMES, machine.store)
        # The first attempt may finish a step before it dies, so that each step may be hit.
        spared = int(rng.integers(2)) if attempt == 0 else 0
        deaths = iter([False] * spared + [True])

        def fate(place, death=death, deaths=deaths):
            hit = place == death or (death == "step" and place in NAMES)
            if hit and next(deaths, False):
                raise OSError("gone")

        machine.fate = fate
        died = False
        try:
            machine.run(submission, "june")
        except (OSError, RuntimeError):
            died = True
        require(died, "An error of a step or of `write` must end the attempt.")
        calls = 2 * spared + (1 if death == "step" else 2)
        why = f"Attempt {attempt + 1} died in its last call, of a step or of `write`."
        assert_same(machine.log, undisturbed[:calls], why=why)
    machine.fate = lambda place: None
    result = machine.run(submission, "june")
    assert_same(result, full_log("june", NAMES)[-1][2], why="Nothing disturbs this attempt.")
    expected = {token: output for _, token, output in full_log("june", NAMES)[1::2]}
    assert_same(machine.store, expected, why="All checkpoints are there, and nothing else.")


@exercise("run-pipeline")
def test_finished_runs_are_only_read(submission):
    """With every checkpoint there, empty ones too, no step is called and nothing is written."""
    machines = []
    for kept in ("kept", 0, "", False, [], {}):
        machines.append(Machine(NAMES, {f"june/{name}": kept for name in NAMES}))
    answers = submission.run_pipeline.each(machine.arguments("june") for machine in machines)
    for machine, answer in zip(machines, answers, strict=True):
        before = dict(machine.store)
        kept = before["june/publish"]
        why = f"All four steps were finished, and each checkpoint holds {kept!r}."
        assert_same(answer(), kept, why=why)
        assert_same((machine.log, machine.store), ([], before), why=why)


@exercise("run-pipeline")
def test_failing_steps_are_named_whatever_they_raise(submission):
    """Any Exception of a step, with whatever text, becomes a RuntimeError that tells both."""
    text = "row 17: bad\ncolumn 3"
    cases = (
        (KeyError, NAMES, 0, "fetch"),
        (TypeError, NAMES, 1, text),
        (StopIteration, NAMES[2:], 0, "merge/late"),
        (AssertionError, NAMES, 0, text),
        (IndexError, NAMES, 3, text),
        (AttributeError, NAMES[2:], 0, "merge/late"),
    )
    machines = []
    for error, names, place, _ in cases:

        def fate(called, name=names[place], error=error):
            if called == name:
                raise error(text)

        machines.append(Machine(names))
        machines[-1].fate = fate
    answers = submission.run_pipeline.each(machine.arguments("june") for machine in machines)
    for machine, answer, (_, names, place, naming) in zip(machines, answers, cases, strict=True):
        rejects(answer, naming=naming, error=RuntimeError)
        expected = full_log("june", names)[: 2 * place + 1]
        assert_same(machine.log, expected, why=f"The step {names[place]!r} failed.")


@exercise("run-pipeline")
def test_runs_side_by_side_in_one_store(submission):
    """Two runs with the same steps share the store, and neither sees the other's checkpoints."""
    names = NAMES[:2]
    machine = Machine(names)
    for run in ("june", "may/june"):
        machine.log.clear()
        log = full_log(run, names)
        assert_same(machine.run(submission, run), log[-1][2])
        assert_same(machine.log, log, why=f"The run is {run!r}; another one was finished.")
