"""What a file is, by its name and its first bytes, and why it is not graded."""

from pathlib import Path

from autograder.inbox.names import NOTEBOOK

_READ = 64
_ENOUGH = 20 * 2**20
"""Bytes in which a notebook under another ending is looked for."""

_ARCHIVE = "an archive; unpack it and grade what is in it"
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive; unpack it and grade what is in it"),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"%PDF", "a PDF, which cannot be run; ask for the notebook, the .ipynb file"),
    (b"\x89PNG", "a picture, not a notebook"),
    (b"\xff\xd8\xff", "a picture, not a notebook"),
)
_PAGE = "a web page, which cannot be run; ask for the notebook, the .ipynb file"
_ENDINGS = {
    ".zip": _MAGIC[0][1],
    ".tar": _ARCHIVE,
    ".tgz": _ARCHIVE,
    ".gz": _ARCHIVE,
    ".7z": _ARCHIVE,
    ".rar": _ARCHIVE,
    ".py": "a script, not a notebook; ask for the .ipynb file",
    ".r": "a script, not a notebook; ask for the .ipynb file",
    ".docx": "a text document, not a notebook; ask for the .ipynb file",
    ".doc": "a text document, not a notebook; ask for the .ipynb file",
    ".odt": "a text document, not a notebook; ask for the .ipynb file",
    ".html": _PAGE,
    ".htm": _PAGE,
    ".url": "a link to a notebook, not one; ask for the .ipynb file",
    ".webloc": "a link to a notebook, not one; ask for the .ipynb file",
    ".crdownload": "a download that was not finished; fetch it again",
    ".part": "a download that was not finished; fetch it again",
}

_BOOKKEEPING = frozenset({"timestamp.txt", "submission_secret.txt", "thumbs.db", "desktop.ini"})
_FOLDERS = frozenset({"__macosx", "__pycache__", "node_modules"})


def is_bookkeeping(name: str) -> bool:
    """Whether a file or folder is kept by nbgrader, Jupyter or the system, and nobody's work."""
    small = name.lower()
    if small.startswith("._"):  # macOS keeps a file's attributes beside it in archives
        return True
    hidden = small.startswith(".") and not NOTEBOOK.search(small)
    checkpoints = small.startswith(".ipynb_checkpoints")
    return hidden or checkpoints or small in _BOOKKEEPING or small in _FOLDERS


def is_folder(path: Path) -> bool:
    """Whether a path is a folder, or leads to one; not, if that cannot be told."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_notebook(path: Path) -> bool:
    """Whether a file is to be read as a notebook: it is called one, or holds one.

    One that is called so and is none is still a hand-in, whose report says what is wrong.
    """
    if NOTEBOOK.search(path.name):
        return path.suffix.lower() not in _ENDINGS or holds_notebook(path)
    return holds_notebook(path)


def holds_notebook(path: Path) -> bool:
    """Whether a file holds a notebook, by its content."""
    try:
        if not path.is_file() or path.stat().st_size > _ENOUGH:
            return False
        with path.open("rb") as file:
            start = file.read(_READ).removeprefix(b"\xef\xbb\xbf").lstrip()
            if not start.startswith(b"{"):
                return False
            text = start + file.read()
    except OSError:
        return False
    return b'"cells"' in text and b'"nbformat"' in text


def what_it_is(path: Path) -> str:
    """What a file is that is no notebook, and what to do, behind "is"; empty if not known."""
    try:
        if path.is_symlink() and not path.exists():
            return "a link to nothing"
        if not path.is_file():
            return "a folder, not a notebook" if path.is_dir() else "no ordinary file"
        with path.open("rb") as file:
            start = file.read(_READ)
    except OSError as problem:
        return f"not to be read ({problem.strerror})"
    by_name = _ENDINGS.get(path.suffix.lower(), "")
    by_bytes = next((said for magic, said in _MAGIC if start.startswith(magic)), "")
    if start.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        by_bytes = _PAGE
    return by_name or by_bytes or ("" if start else "empty")
