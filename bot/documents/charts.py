"""Charts as PNG pictures, drawn by matplotlib in colours that are told apart in any sight.

The package takes a second to load: draw in a process of its own.
"""

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

INK, BAR, RULE = "#1c2733", "#0b57a4", "#c9d1d9"
WIDTH, HEIGHT, DOTS = 8.0, 3.6, 120
MOST_LABELS = 10


@dataclass(frozen=True, slots=True)
class Days:
    """How many there were on each day, the days in order, and the words around them."""

    title: str
    counts: Sequence[tuple[date, int]]
    labels: Sequence[str]
    total: str


@dataclass(frozen=True, slots=True)
class Options:
    """How many chose each option, in the order of the options, and the words around them.

    ``written`` are the same counts as they are written beside the bars.
    """

    title: str
    labels: Sequence[str]
    counts: Sequence[int]
    written: Sequence[str]
    total: str


LONGEST_LABEL = 40


def options(chosen: Options) -> bytes:
    """A PNG picture with a bar an option, its number beside it; the same bytes for the same."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    height = 1.4 + 0.5 * len(chosen.counts)
    figure = Figure(figsize=(WIDTH, height), dpi=DOTS, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    places = range(len(chosen.counts))
    drawn_bars = axes.barh(places, chosen.counts, color=BAR, height=0.7)
    numbers = axes.bar_label(drawn_bars, list(chosen.written), padding=4)
    labels = [textwrap.shorten(each, LONGEST_LABEL, placeholder="…") for each in chosen.labels]
    axes.set_yticks(list(places), labels, color=INK)
    axes.invert_yaxis()
    axes.set_xticks([])
    title = "\n".join(textwrap.wrap(chosen.title, 80)[:3])
    written = [axes.set_title(f"{title}\n{chosen.total}", color=INK, loc="left", fontsize=12)]
    # Words of people hold no formulas.
    for each in (*written, *axes.get_yticklabels(), *numbers):
        each.set_parse_math(False)
    axes.tick_params(colors=INK, length=0)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", metadata={"Software": None})
    return drawn.getvalue()


def bars(days: Days) -> bytes:
    """A PNG picture with a bar a day; the same bytes for the same days."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    places = range(len(days.counts))
    axes.bar(places, [count for _, count in days.counts], color=BAR, width=0.8)
    title = axes.set_title(f"{days.title}\n{days.total}", color=INK, loc="left", fontsize=12)
    # Words of people hold no formulas.
    title.set_parse_math(False)
    step = max(1, -(-len(days.labels) // MOST_LABELS))
    axes.set_xticks(list(places)[::step], list(days.labels)[::step], color=INK)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(colors=INK)
    axes.grid(axis="y", color=RULE)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", metadata={"Software": None})
    return drawn.getvalue()
