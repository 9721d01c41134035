"""English for messages: articles, plurals, names of types, words mistyped, text made printable."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

_TYPES = {"ndarray": "NumPy array", "NoneType": "None"}
"""Types whose name in Python is not the one by which a learner knows them."""

_ENOUGH = 0.7
"""How alike two words are, from 0 to 1, if one may have been meant by the other."""


def a(noun: str) -> str:
    """The noun with its article: a list, an int."""
    return noun if noun == "None" else f"{'an' if noun[:1].lower() in set('aeio') else 'a'} {noun}"


def name_of(kind: type) -> str:
    """What a learner calls a type."""
    return named(kind.__name__)


def named(type_name: str) -> str:
    """What a learner calls a type of that name."""
    return _TYPES.get(type_name, type_name)


def variable(type_name: str) -> str:
    """What a person calls an object of that type: the last word of it, `system` of NaiveSystem."""
    words = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", type_name)
    return words[-1].lower()[:40] if words else "it"


def plural(number: float, noun: str) -> str:
    """The noun as it stands behind a number: 1 row, 2 rows."""
    return noun if number == 1 else f"{noun}s"


def counted(number: int, noun: str) -> str:
    """A number of things: 1 row, 2,000 rows."""
    return f"{number:,} {plural(number, noun)}"


def points(number: float) -> str:
    """A number of points, whole or not."""
    return f"{number:g} {plural(number, 'point')}"


def same_for(more: int) -> str:
    """What stands for further checks that say the same."""
    return f"The same for {counted(more, 'more check')}."


def did_you_mean(word: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """A question, behind a space, whether another word was meant; empty if none is close.

    known: the words there are; or, for each of several spellings, the word it stands for.
    """
    meant = closest(word, known)
    return f" Did you mean {meant!r}?" if meant else ""


def closest(word: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """The word that may have been mistyped as `word`; empty if none is close. As did_you_mean."""
    words = known if isinstance(known, Mapping) else {name: name for name in known}
    by_small = {spelling.lower(): meant for spelling, meant in words.items()}
    close = get_close_matches(word.lower(), by_small, n=1, cutoff=_ENOUGH)
    return by_small[close[0]] if close else ""


def printable(text: str) -> str:
    """`text` with control characters and lone surrogates spelled out: safe for any terminal."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text  # nearly always; going through every character takes long
    return "".join(c if c.isprintable() or c in "\n\t" else repr(c)[1:-1] for c in text)
