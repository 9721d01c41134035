"""Mathematics as MathML, made at build: it needs no script, is read aloud, and prints sharp.

Browsers draw MathML well only with a font that has a table of mathematical constants. Phones seldom
have one, so the site serves STIX Two Math, cut down to mathematical characters.
"""

from importlib import metadata
from pathlib import Path
from xml.sax.saxutils import quoteattr

from docutils import nodes
from fontTools import subset
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

# Taken from the distribution as a file: nothing else of ziamath is needed.
FONT = Path(str(metadata.distribution("ziamath").locate_file("ziamath"))) / "fonts"
FONT /= "STIXTwoMath-Regular.ttf"
LICENCE = "STIX Two Math, (c) the STIX Fonts Project Authors, SIL Open Font License 1.1.\n"
# Latin, Greek, punctuation, letterlike signs, arrows, operators, and the italic alphabets, which
# browsers put in the place of single letters.
CHARACTERS = (
    range(0x20, 0x100),
    range(0x391, 0x3D7),
    range(0x2000, 0x2070),
    range(0x20D0, 0x2150),
    range(0x2190, 0x2300),
    range(0x27E6, 0x27EC),
    range(0x2A00, 0x2B00),
    range(0x1D434, 0x1D468),
    range(0x1D6E2, 0x1D71C),
)

logger = logging.getLogger(__name__)


def mathml(latex: str, *, block: bool) -> str:
    """The formula as a <math> element that keeps its source as `alttext`."""
    made = convert(latex, display="block" if block else "inline")
    return made.replace("<math", f"<math alttext={quoteattr(' '.join(latex.split()))}", 1)


def visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    translator.body.append(_written(node, block=False))
    raise nodes.SkipNode


def visit_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula of its own; one wider than a phone can be scrolled, with the keyboard too."""
    formula = _written(node, block=True)
    translator.body.append(f'<div class="formula" tabindex="0" role="group">{formula}</div>\n')
    raise nodes.SkipNode


def _written(node: nodes.Element, *, block: bool) -> str:
    try:
        return mathml(node.astext(), block=block)
    except Exception as problem:  # of any kind: the converter has no common error class
        logger.warning("cannot write this formula: %r", problem, location=node)
        return ""


def write_font(app: Sphinx) -> None:
    """Put the font into the static files of the site; made once, kept in the build folder."""
    folder = Path(app.doctreedir).parent / "website-static"
    file = folder / "stix-two-math.woff"
    app.config.html_static_path.append(str(folder))
    if file.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    options = subset.Options(flavor="woff", layout_features=["*"], notdef_outline=True)
    font = subset.load_font(str(FONT), options)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=[code for characters in CHARACTERS for code in characters])
    cut.subset(font)
    subset.save_font(font, str(file), options)
    (folder / "stix-two-math.txt").write_text(LICENCE, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the renderer and serve its font."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.connect("builder-inited", write_font)
