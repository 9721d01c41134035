from copy import deepcopy
from itertools import groupby


def merge_changes(
    table: Mapping[str, Mapping[str, Any]], changes: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    said = [(c["key"], c["version"], c["row"]) for c in changes]
    said += [(key, entry["version"], entry["row"]) for key, entry in table.items()]
    said.sort(key=lambda what: what[:2])  # rows themselves have no order
    out = {}
    for (key, version), group in groupby(said, key=lambda what: what[:2]):
        rows = [row for _, _, row in group]
        if any(row != rows[0] for row in rows):
            raise ValueError(f"{key}: version {version} is claimed by more than one row")
        out[key] = {"row": deepcopy(rows[0]), "version": version}
    return out
