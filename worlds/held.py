"""How much an object keeps: the entries of all containers that it refers to.

What must run for years must not grow, and the size of a process says little about one object.
Counting entries is crude, the same on every machine, and enough to tell "one for each minute"
from "one for each event".
"""

import gc
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import numpy as np
import pandas as pd

_NOT_ITS_OWN = (type, ModuleType, BuiltinFunctionType)
"""What an object refers to without keeping it; of a function, the globals that it names."""


def entries_held(keeper: Any) -> int:
    """The number of entries in the containers that `keeper` refers to, directly or through others.

    An entry is an item of a list, tuple, set or other collection, a pair of a dict, an attribute,
    an element of an array, Series or DataFrame, or 28 bits of a whole number beyond the first 28
    (a whole number can hold a list as well). A container that is referred to twice counts once.
    """
    seen: set[int] = set()
    waiting, entries = [keeper], 0
    while waiting:
        held = waiting.pop()
        if id(held) in seen or isinstance(held, _NOT_ITS_OWN):
            continue
        seen.add(id(held))
        if isinstance(held, np.ndarray | pd.Series | pd.DataFrame | pd.Index):
            entries += int(held.size)
            if getattr(held, "dtype", None) == np.dtype(object):
                waiting.extend(held)
        elif isinstance(held, FunctionType):
            waiting.extend(held.__closure__ or ())
        elif isinstance(held, int):
            entries += max(held.bit_length() - 1, 0) // 28
        elif isinstance(held, str | bytes | bytearray):
            entries += len(held) // 8
        else:
            parts = gc.get_referents(held)
            if isinstance(held, dict):
                entries += len(held)
            else:
                entries += sum(not isinstance(part, type) for part in parts)
            waiting.extend(parts)
    return entries
