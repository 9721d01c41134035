"""Lectures ran from a clean kernel within their limit, quietly, when the site was built.

The build keeps executed pages in build/lecture-cache, so a page that did not change is not run
again, here or by `make site`.
"""

import jupytext
import nbformat
import pytest

from autograder import course
from website import execution, kernel_usage

CPU_SECONDS = 60


def code_of(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("slug", course.slugs())
def test_a_lecture_runs_within_its_limit_and_writes_nothing_to_stderr(site_folder, slug):
    page = jupytext.read(course.week(slug).lecture)
    cache = execution.cache_folder(course.ROOT)
    seconds = (cache / "usage" / kernel_usage.name_of(code_of(page))).read_text(encoding="utf-8")
    assert 0 < float(seconds) < CPU_SECONDS
    kept = [nbformat.read(path, as_version=4) for path in cache.glob("executed/*/base.ipynb")]
    (executed,) = [notebook for notebook in kept if code_of(notebook) == code_of(page)]
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    assert outputs
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
