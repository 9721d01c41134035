"""What a cell did, as plain records of ours."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Mapping
from typing import Any

from autograder.sandbox.errors import Verdict


@dataclasses.dataclass(frozen=True)
class CellError:
    """An error that ended a cell."""

    name: str
    names: tuple[str, ...]
    """Its classes, most derived first, as the child claims them."""
    message: str
    traceback: tuple[str, ...]
    """IPython's formatted lines, without colours."""


@dataclasses.dataclass(frozen=True)
class Display:
    """One displayed value."""

    kind: str
    """`execute_result` for a cell's last expression, `display_data` otherwise."""
    data: Mapping[str, str | bytes]
    """Renderings by MIME type; images as in a notebook, in base 64, or as bytes."""
    offset: int
    """How many characters the cell had printed before."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class CellOutcome:
    """All that is known of one cell's run."""

    verdict: Verdict
    detail: str = ""
    """For people, when the verdict is neither `finished` nor `raised`."""
    error: CellError | None = None
    stdout: str = ""
    stderr: str = ""
    displays: tuple[Display, ...] = ()
    dropped_bytes: int = 0
    """Printed or displayed beyond what is kept."""
    seconds: float = 0.0
    alive: bool = True
    """Whether the session can go on."""

    @property
    def truncated(self) -> bool:
        """Whether some output was dropped."""
        return self.dropped_bytes > 0

    def as_nbformat(self) -> list[dict[str, Any]]:
        """The cell's outputs in notebook format 4, in the order in which they appeared."""
        outputs: list[dict[str, Any]] = []
        done = 0
        for display in self.displays:
            place = min(max(display.offset, done), len(self.stdout))
            outputs += _stream("stdout", self.stdout[done:place])
            done = place
            output: dict[str, Any] = {
                "output_type": display.kind,
                "data": _data(display.data),
                "metadata": {},
            }
            if display.kind == "execute_result":
                output["execution_count"] = None
            outputs.append(output)
        outputs += _stream("stdout", self.stdout[done:])
        outputs += _stream("stderr", self.stderr)
        if self.error is not None:
            outputs.append(
                {
                    "output_type": "error",
                    "ename": self.error.name,
                    "evalue": self.error.message,
                    "traceback": list(self.error.traceback),
                }
            )
        return outputs


def _stream(name: str, text: str) -> list[dict[str, Any]]:
    return [{"output_type": "stream", "name": name, "text": text}] if text else []


def _data(data: Mapping[str, str | bytes]) -> dict[str, str]:
    return {
        kind: base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
        for kind, value in data.items()
    }


@dataclasses.dataclass(frozen=True)
class Usage:
    """What a submission used, measured by the kernel."""

    cpu_seconds: float
    max_rss: int
    """Largest resident memory in bytes, pages shared with the template included."""
    status: int
    """Exit code, or a signal's number below zero."""
    wall_seconds: float
