"""Assignments run from a clean kernel within their limits of time and memory.

Lectures run when the site is built; see tests/site/test_execution.py.
"""

import nbformat
import pytest
from nbclient import NotebookClient

from autograder import bank, course, sample

SLUGS = course.slugs()
CPU_SECONDS = 60
PEAK_BYTES = 10**9

# What the run cost, in the kernel's own account: a wall clock would measure the neighbours too.
# On Linux ru_maxrss is at least what the process had that started this one, so the kernel's peak
# is read where only its own memory counts.
USAGE = """
import pathlib as _p, resource as _r
_u, _status = _r.getrusage(_r.RUSAGE_SELF), _p.Path("/proc/self/status")
if _status.exists():
    _peak = int(_status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
else:
    _peak = _u.ru_maxrss
print("usage", _u.ru_utime + _u.ru_stime, _peak)
"""

pytestmark = [
    # jupyter_client opens its channels in the background; its own deprecations are not ours.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Proactor event loop:RuntimeWarning"),
]


def run(notebook, folder):
    """Execute from a clean kernel; return the executed notebook, CPU seconds and peak bytes."""
    notebook.cells.append(nbformat.v4.new_code_cell(USAGE))
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    client = NotebookClient(
        notebook, timeout=10 * CPU_SECONDS, resources={"metadata": {"path": folder}}
    )
    client.execute()
    _, seconds, peak = notebook.cells.pop().outputs[0].text.split()
    return notebook, float(seconds), float(peak)


def test_the_peak_is_the_notebooks_own_not_that_of_who_started_it(tmp_path):
    ballast = bytearray(PEAK_BYTES)
    ballast[:: 2**12] = b"x" * len(ballast[:: 2**12])  # every page is in memory now
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    assert run(notebook, str(tmp_path))[2] < PEAK_BYTES / 2
    assert len(ballast) == PEAK_BYTES
    greedy = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = b'x' * 5 * 10**8")])
    assert run(greedy, str(tmp_path))[2] > PEAK_BYTES / 2


@pytest.mark.parametrize("slug", SLUGS)
def test_a_solved_notebook_earns_all_points_and_its_demonstrations_run(slug, tmp_path):
    """Cells that begin with '# Try it' hold commented code for the learner to uncomment."""
    notebook = sample.submission(slug, bank.reference_cells(slug))
    for cell in notebook.cells:
        if cell.source.startswith("# Hidden checks"):
            key = cell.metadata.nbgrader.grade_id.removesuffix("-hidden")
            cell.source = f'check("{key}", hidden=True)'
        elif cell.source.startswith("# Try it"):
            code = cell.source.partition("\n#\n")[2].splitlines()
            cell.source = "\n".join(line.removeprefix("# ").removeprefix("#") for line in code)
    executed, seconds, peak = run(notebook, str(tmp_path))
    assert seconds < CPU_SECONDS
    assert peak < PEAK_BYTES
    earned = {
        cell.metadata.nbgrader.grade_id: float(cell.outputs[0].data["text/plain"])
        for cell in executed.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert earned == {c.grade_id: c.points for c in course.check_cells(slug)}
