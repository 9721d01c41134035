"""What `worlds.watched` hears, and what it does not."""

import ast
import io
import json
import pickle

import numpy as np
import pytest

from worlds.watched import code_run


class Harmless:
    """An object that runs code when it is unpickled."""

    def __reduce__(self):
        return eval, ("1 + 1",)


def test_unpickling_an_object_is_heard():
    blob = pickle.dumps(Harmless())
    with code_run() as heard:
        assert pickle.loads(blob) == 2
    assert heard == ["unpickling looked up builtins.eval", "a text was run as code"]


@pytest.mark.parametrize("run", [eval, exec])
def test_a_text_that_is_run_is_heard(run):
    with code_run() as heard:
        run("1 + 1")
    assert heard == ["a text was run as code"]


def test_an_array_is_heard_that_was_pickled():
    blob = pickle.dumps(np.zeros(2))
    with code_run() as heard:
        pickle.loads(blob)
    assert heard


def test_reading_data_is_silent():
    file = io.BytesIO()
    np.save(file, np.zeros(2))
    file.seek(0)
    with code_run() as heard:
        json.loads('{"a": [1]}')
        ast.literal_eval("{'a': 1}")
        np.load(file, allow_pickle=False)
        pickle.loads(pickle.dumps({"plain": [1, "text"]}))
    assert not heard


def test_an_import_is_silent(tmp_path, monkeypatch):
    text = "from collections import namedtuple\nPair = namedtuple('Pair', 'one two')\n"
    (tmp_path / "module_with_a_namedtuple.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with code_run() as heard:
        import module_with_a_namedtuple  # noqa: F401  (importing it is the test)
    assert not heard


def test_nothing_is_heard_outside_and_each_listener_hears_its_own():
    with code_run() as outer:
        eval("1")
        with code_run() as inner:
            eval("2")
    eval("3")
    assert (len(outer), len(inner)) == (2, 1)
