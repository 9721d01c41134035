"""The course's website: `make site` builds it from this folder into build/site."""

from pathlib import Path

from website import execution

ROOT = Path(__file__).resolve().parent.parent

project = "Machine learning systems design"
author = "the contributors of this course"
copyright = "text under CC BY 4.0, code under the MIT licence"
language = "en"

extensions = ["myst_nb", "sphinx_design", "sphinx.ext.autodoc", "website"]
root_doc = "index"
# Instructors' notes and the data of the quizzes lie in this folder and are no pages.
exclude_patterns = ["notes", "quizzes", "**.ipynb_checkpoints"]
nitpicky = True
nitpick_ignore_regex = [("py:.*", ".*")]  # types of other projects, named in signatures
default_role = "code"  # in docstrings

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 4

html_math_renderer = "mathml"

nb_execution_mode = "cache"
nb_execution_cache_path = str(execution.cache_folder(ROOT))
nb_execution_timeout = 600
nb_execution_raise_on_error = True
nb_merge_streams = True
nb_ipywidgets_js = {}  # none is used, and the default asks another host for them

html_theme = "sphinx_book_theme"
html_title = project
html_favicon = "../website/static/favicon.svg"
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None
html_context = {"default_mode": "auto"}  # light or dark as the reader's system says
html_permalinks_icon = "#"
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "home_page_in_toc": False,
    "show_navbar_depth": 1,
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "navbar_persistent": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}

autodoc_typehints = "signature"
autodoc_member_order = "bysource"

execution.prepare_kernel(ROOT)
