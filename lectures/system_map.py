"""The delay desk on one picture, the same in every week, with that week's part marked.

    from system_map import draw_system

    draw_system(week=2)

Kept beside the pages because they use it, and a page runs in this folder; the home page draws the
same parts as a picture that can be clicked (`website.front`).
"""

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

# Week that builds the part, then the centre and the size of its box.
PARTS = {
    "ingest": (2, (2.5, 2.0), (1.2, 0.6)),
    "label": (3, (4.3, 2.6), (1.4, 0.6)),
    "features": (4, (4.3, 1.4), (1.4, 0.6)),
    "train": (5, (6.05, 2.6), (1.1, 0.6)),
    "evaluate": (6, (7.8, 2.6), (1.5, 0.6)),
    "serve": (7, (7.8, 1.4), (1.5, 0.6)),
    "frame,\ndecide": (1, (9.75, 2.0), (1.3, 0.9)),
    "monitor": (8, (4.3, 0.4), (1.4, 0.6)),
    "experiment": (9, (7.8, 0.4), (1.9, 0.6)),
    "platform": (10, (6.15, -0.6), (8.5, 0.6)),
    "harms\nand duties": (11, (2.9, 3.75), (2.0, 0.9)),
    "language\nmodels": (12, (6.15, 3.75), (2.0, 0.9)),
    "owners\nand money": (13, (9.4, 3.75), (2.0, 0.9)),
}
# Corners of each arrow's path; the head is at the last one.
FLOWS = (
    [(1.35, 2.0), (1.9, 2.0)],  # the world to ingest
    [(3.1, 2.1), (3.3, 2.1), (3.3, 2.6), (3.6, 2.6)],  # ingest to label
    [(3.1, 1.9), (3.3, 1.9), (3.3, 1.4), (3.6, 1.4)],  # ingest to features
    [(5.0, 2.6), (5.5, 2.6)],  # label to train
    [(5.0, 1.5), (6.05, 1.5), (6.05, 2.3)],  # features to train
    [(5.0, 1.3), (7.05, 1.3)],  # features to serve
    [(6.6, 2.6), (7.05, 2.6)],  # train to evaluate
    [(7.8, 2.3), (7.8, 1.7)],  # evaluate to serve
    [(8.55, 1.4), (9.75, 1.4), (9.75, 1.55)],  # serve to decide
    [(10.4, 2.0), (10.85, 2.0)],  # decide to act
    [(7.8, 1.1), (7.8, 0.7)],  # serve to experiment
    [(6.85, 0.4), (5.0, 0.4)],  # experiment to monitor
    [(3.6, 0.4), (2.5, 0.4), (2.5, 1.7)],  # what was seen comes back as data
)
# What lies outside the system: its words, where they stand, and which of their ends stands there.
OUTSIDE = (
    ("schedules,\nmessages,\nweather", 1.3, 2.0, "end"),
    ("people\nact", 10.9, 2.0, "start"),
)
RIGHT, TOP, BOTTOM = 11.7, 4.25, -0.95
CAPSTONE = 14  # builds no part, and runs all of them


def draw_system(week: int) -> Figure:
    """The whole system; the part of this week is black, those of earlier weeks are grey.

    The capstone's is a black frame around all parts.
    Raises ValueError for a week that builds no part.
    """
    if week not in {built for built, _, _ in PARTS.values()} | {CAPSTONE}:
        raise ValueError(f"no part of the system is built in week {week}")
    fig, ax = plt.subplots(figsize=(6.4, 3.5))
    arrow = {"arrowstyle": "-|>", "color": "#777777", "lw": 1.0, "shrinkA": 0, "shrinkB": 0}
    for path in FLOWS:
        across, up = zip(*path[:-1], strict=True)
        ax.plot(across, up, color="#777777", ls="-", lw=1.0, zorder=1)
        ax.annotate("", path[-1], path[-2], arrowprops=arrow)
    for name, (built, (x, y), (width, height)) in PARTS.items():
        face, text = ("white", "#555555") if built > week else ("#DDDDDD", "black")
        if built == week:
            face, text = "black", "white"
        corner = (x - width / 2, y - height / 2)
        ax.add_patch(Rectangle(corner, width, height, fc=face, ec="#555555", lw=0.9, zorder=2))
        ax.text(x, y, f"{built} {name}", color=text, ha="center", va="center", fontsize=9.5)
    for words, x, y, anchor in OUTSIDE:
        side = "right" if anchor == "end" else "left"
        ax.text(x, y, words, ha=side, va="center", fontsize=9.5, style="italic")
    top, bottom = TOP, BOTTOM
    if week == CAPSTONE:
        top, bottom = TOP + 0.75, BOTTOM - 0.25
        frame = Rectangle(
            (1.6, bottom + 0.1), 9.05, TOP + 0.15 - bottom, fc="none", ec="black", lw=2.2
        )
        ax.add_patch(frame)
        ax.text(
            6.12, TOP + 0.48, "14 a quarter of production", ha="center", va="center", fontsize=9.5
        )
    ax.set(xlim=(0.0, RIGHT), ylim=(bottom, top))
    ax.set_axis_off()
    return fig
