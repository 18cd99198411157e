"""Figures for Prometheus: counts and times, never a person, a room or what was written.

Names follow the conventions of Prometheus (Metric and label naming): base units, ``_total``.
"""

from collections.abc import Iterator
from functools import cache

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.app.opening import Opened
from bot.model.outbox import Sending, State
from bot.model.outcome import Answer

ENDS = {"turn.broken": "broken", "turn.away": "put_off", "turn.too_many": "slowed_down"}
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Figures:
    """What was counted since the start, and how things stand when somebody asks."""

    def __init__(self, house: Opened) -> None:
        """Count from now on."""
        self._registry = CollectorRegistry()
        turns = ("circuit_turns", "Turns taken, by channel and end")
        self._turns = Counter(*turns, ["channel", "end"], registry=self._registry)
        seconds = ("circuit_answer_seconds", "Seconds from what is heard to its answer")
        self._seconds = Histogram(*seconds, ["channel"], buckets=BUCKETS, registry=self._registry)
        self._registry.register(_Standing(house))
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        # Looking a figure up by its labels costs more than counting.
        self._counted = cache(self._found)
        house.assistant.listeners.append(self._count)

    def text(self) -> bytes:
        """The figures in the text format of Prometheus, version 0.0.4."""
        return generate_latest(self._registry)

    def _count(self, channel: str, answer: Answer, seconds: float) -> None:
        end = ENDS.get(str(answer.facts.get("refused")), "answered")
        turns, took = self._counted(channel, end)
        turns.inc()
        took.observe(seconds)

    def _found(self, channel: str, end: str) -> tuple[Counter, Histogram]:
        return self._turns.labels(channel, end), self._seconds.labels(channel)


class _Standing(Collector):
    """How the outbox, the channels, the store and the disk stand at this moment."""

    def __init__(self, house: Opened) -> None:
        self._house = house

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges."""
        house, watch = self._house, self._house.watch
        view, now = house.assistant.house.store.view(), house.assistant.house.time.now()
        states = {each.value: view.count(Sending, "status", each.value) for each in State}
        gates = house.assistant.outbox.gates.items()
        doors = {name: float(gate.failing_since is None) for name, gate in gates}
        channels = {name: float(fine) for name, fine in watch.channels().items()}
        yield _labelled("outbox_sendings", "Sendings by state", "state", states)
        yield _labelled("door_up", "Whether things leave by a door", "door", doors)
        yield _labelled("channel_up", "Whether a channel is connected", "channel", channels)
        lag = "Seconds the oldest has waited that may leave by a door in order"
        yield _plain("outbox_lag_seconds", lag, watch.lag(now).total_seconds())
        late = 0.0 if house.elsewhere else house.assistant.seconds_since_tick()
        yield _plain("due_lag_seconds", "Seconds since it was last asked what is due", late)
        leads = float(not house.elsewhere)
        yield _plain("leads", "Whether this process sends and asks what is due", leads)
        leaderless = watch.leaderless().total_seconds()
        yield _plain("leaderless_seconds", "Seconds since somebody was known to lead", leaderless)
        yield _plain("store_up", "Whether the store takes turns", float(watch.store_open))
        yield _plain("disk_free_bytes", "Free bytes beside the data", float(watch.room()))


def _labelled(
    name: str, words: str, label: str, values: dict[str, int] | dict[str, float]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"circuit_{name}", words, labels=[label])
    for each, value in values.items():
        family.add_metric([each], value)
    return family


def _plain(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"circuit_{name}", words, value=value)
