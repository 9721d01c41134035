"""Make the unmodified nbgrader commands work in this folder, once `mlsd build` has run."""

import secrets

from autograder.nbgrader_parts import PREPROCESSORS
from autograder.nbgrader_restore import SANITIZERS

c = get_config()  # noqa: F821  (nbgrader defines it)

c.CourseDirectory.course_id = "ml-systems-design"
c.CourseDirectory.source_directory = "build/source"
c.CourseDirectory.release_directory = "assignments"

# The student notebooks lie in the repository; without this the first command would skip them, and
# leave the gradebook without the assignment.
c.GenerateAssignment.force = True
# A page that was made before the memo was graded is made anew.
c.GenerateFeedback.force = True

# The stock list, but the capstone's parts cell keeps its text.
c.GenerateAssignment.preprocessors = PREPROCESSORS
c.ClearSolutions.code_stub = {"python": "# Your code here.\nraise NotImplementedError"}
c.ClearSolutions.text_stub = "*Your answer here.*"

# nbgrader skips a cell that carries this tag, and gives a check cell without output full marks.
# A student who cannot guess the tag cannot use it.
c.Execute.skip_cells_with_tag = secrets.token_hex(16)
# A deleted check cell is put back instead of being left out of the total.
c.OverwriteCells.add_missing_cells = True

# The stock list; before it, cells that have lost their metadata get it back, and copies lose it.
c.Autograde.sanitize_preprocessors = SANITIZERS

c.Execute.timeout = 120
# The list at the top of a feedback page names exercises.
c.GenerateFeedback.exporter_class = "autograder.nbgrader_feedback.FeedbackExporter"
