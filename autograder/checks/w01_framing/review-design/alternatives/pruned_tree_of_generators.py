from functools import singledispatch
from itertools import chain


@singledispatch
def pruned(value):
    """Return the value without anything absent inside; None when nothing is left of it."""
    return value


@pruned.register
def _(value: str):
    return None if not value or value.isspace() else value


@pruned.register
def _(value: list):
    return value or None


@pruned.register
def _(value: dict):
    kept = {key: pruned(entry) for key, entry in value.items()}
    return {key: entry for key, entry in kept.items() if entry is not None} if value else None


def review_design(design: Mapping[str, Any]) -> list[str]:
    """Prune the absent parts first, then ask one generator for each kind of violation."""
    tree = pruned(dict(design)) or {}
    objectives = [pruned(entry) for entry in tree.get("objectives", [])]
    metrics = [pruned(entry) for entry in tree.get("metrics", [])]
    names = {metric["name"] for metric in metrics}
    latency = tree.get("latency")

    sections = ("owner", "fallback", "rollback", "objectives", "metrics", "latency")
    missing = (f"{section}/missing" for section in sections if section not in tree)
    aimless = (f"objectives/{o['name']}/no-metric" for o in objectives if "metric" not in o)
    unknown = (
        f"objectives/{o['name']}/unknown-metric"
        for o in objectives
        if "metric" in o and o["metric"] not in names
    )
    unguarded = (f"metrics/{m['name']}/no-guardrail" for m in metrics if "guardrail" not in m)

    def late():
        if latency is None:
            return
        if "slo_ms" not in latency:
            yield "latency/no-slo"
        if "stages_ms" not in latency:
            yield "latency/no-stages"
        if {"slo_ms", "stages_ms"} <= latency.keys():
            if sum(latency["stages_ms"].values()) > latency["slo_ms"]:
                yield "latency/over-slo"

    return sorted(chain(missing, aimless, unknown, unguarded, late()))
