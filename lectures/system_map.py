"""The delay desk on one picture, the same in every week, with that week's part marked.

    from system_map import draw_system

    draw_system(week=2)

Kept beside the pages because only they use it: a page runs in this folder.
"""

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

# Week that builds the part, then the centre and the size of its box.
_PARTS = {
    "ingest": (2, (2.6, 2.0), (1.2, 0.6)),
    "label": (3, (4.3, 2.6), (1.2, 0.6)),
    "features": (4, (4.3, 1.4), (1.2, 0.6)),
    "train": (5, (6.0, 2.6), (1.2, 0.6)),
    "evaluate": (6, (7.7, 2.6), (1.2, 0.6)),
    "serve": (7, (7.7, 1.4), (1.2, 0.6)),
    "frame, decide": (1, (9.55, 2.0), (1.7, 0.6)),
    "monitor": (8, (4.3, 0.5), (1.2, 0.5)),
    "experiment": (9, (7.7, 0.5), (1.5, 0.5)),
    "platform": (10, (6.2, -0.35), (8.4, 0.5)),
    "harms and duties": (11, (3.2, 3.55), (2.4, 0.5)),
    "language models": (12, (6.05, 3.55), (2.6, 0.5)),
    "owners and money": (13, (9.0, 3.55), (2.8, 0.5)),
}
# Corners of each arrow's path; the head is at the last one.
_FLOWS = (
    [(1.3, 2.0), (2.0, 2.0)],  # the world to ingest
    [(3.2, 2.1), (3.45, 2.1), (3.45, 2.6), (3.7, 2.6)],  # ingest to label
    [(3.2, 1.9), (3.45, 1.9), (3.45, 1.4), (3.7, 1.4)],  # ingest to features
    [(4.9, 2.6), (5.4, 2.6)],  # label to train
    [(4.9, 1.5), (6.0, 1.5), (6.0, 2.3)],  # features to train
    [(4.9, 1.3), (7.1, 1.3)],  # features to serve
    [(6.6, 2.6), (7.1, 2.6)],  # train to evaluate
    [(7.7, 2.3), (7.7, 1.7)],  # evaluate to serve
    [(8.3, 1.4), (9.55, 1.4), (9.55, 1.7)],  # serve to decide
    [(10.4, 2.0), (10.8, 2.0)],  # decide to act
    [(7.7, 1.1), (7.7, 0.75)],  # serve to experiment
    [(6.95, 0.5), (4.9, 0.5)],  # experiment to monitor
    [(3.7, 0.5), (2.6, 0.5), (2.6, 1.7)],  # what was seen comes back as data
)


def draw_system(week: int) -> Figure:
    """The whole system; the part of this week is black, those of earlier weeks are grey.

    Raises ValueError for a week that builds no part.
    """
    if week not in {built for built, _, _ in _PARTS.values()}:
        raise ValueError(f"no part of the system is built in week {week}")
    fig, ax = plt.subplots(figsize=(7.2, 3.1))
    arrow = {"arrowstyle": "-|>", "color": "#777777", "lw": 1.0, "shrinkA": 0, "shrinkB": 0}
    for path in _FLOWS:
        across, up = zip(*path[:-1], strict=True)
        ax.plot(across, up, color="#777777", ls="-", lw=1.0, zorder=1)
        ax.annotate("", path[-1], path[-2], arrowprops=arrow)
    for name, (built, (x, y), (width, height)) in _PARTS.items():
        face, text = ("white", "#555555") if built > week else ("#DDDDDD", "black")
        if built == week:
            face, text = "black", "white"
        corner = (x - width / 2, y - height / 2)
        ax.add_patch(Rectangle(corner, width, height, fc=face, ec="#555555", lw=0.9, zorder=2))
        ax.text(x, y, f"{built}  {name}", color=text, ha="center", va="center", fontsize=8.5)
    outside = {"fontsize": 8.5, "va": "center", "style": "italic"}
    ax.text(1.25, 2.0, "schedules,\nmessages,\nweather", ha="right", **outside)
    ax.text(10.85, 2.0, "people\nact", ha="left", **outside)
    ax.set(xlim=(0.2, 11.5), ylim=(-0.7, 3.9))
    ax.set_axis_off()
    return fig
