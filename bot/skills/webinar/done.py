"""What came of making, changing or cancelling a webinar, and of entering people in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot import answering
from bot.context import Context, merge
from bot.model.outbox import Errand, Sending
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.webinar import SKILL, SessionType, Step, Webinar
from bot.model.words import Phrase
from bot.posts import Note, to_space
from bot.skills.webinar import card, errands, keeping, linking, plan, sources

Facts = Mapping[str, Any]
ON_ITS_CARD = frozenset({"look", "make"})


@dataclass(frozen=True, slots=True)
class Done:
    """An errand that is over: what it was, for which webinar, and what was found."""

    context: Context
    session: Session
    webinar: Webinar
    sending: Sending
    found: Facts

    @property
    def errand(self) -> Errand:
        """What was to be done."""
        assert isinstance(self.sending.content, Errand)
        return self.sending.content


def after(done: Done) -> Outcome:
    """What follows; nothing of an errand that is no longer awaited."""
    awaited = int(done.errand.facts["number"]) == done.webinar.errands and done.webinar.doing
    if not awaited:
        return Outcome()
    if "refused" in done.found:
        return _failed(done, str(done.found["refused"]), done.found["facts"])
    return FOLLOWS[done.errand.verb](done)


def _failed(done: Done, key: str, facts: Facts) -> Outcome:
    """Why it led to nothing: on the card if that is where it was asked for, else to the team."""
    verb, new = done.errand.verb, key != done.webinar.trouble
    step = _step_back(done.webinar)
    failed = done.webinar.changed(doing="", step=step, trouble=key, trouble_facts=dict(facts))
    if verb == "sources":
        return merge(_well(done), _told_there(done, Phrase(key, {**_facts(done), **facts})))
    if verb in ON_ITS_CARD:
        return _on_card(done, failed)
    return merge(Outcome(saves=(failed,)), _alarm(done, failed) if new else Outcome())


def _step_back(webinar: Webinar) -> Step:
    """Where a webinar stands again after something that led to nothing."""
    back = {Step.LOOKING: Step.LINKED, Step.MAKING: Step.SHOWN, Step.CANCELLING: Step.READY}
    return back.get(webinar.step, webinar.step)


def _looked(done: Done) -> Outcome:
    """The card with what would be made; or the webinar that is there already."""
    if done.found["made"]:
        return _made(done)
    types = tuple(SessionType(**each) for each in done.found["types"])
    fitting = plan.fitting(done.context, done.session, types)
    shown = done.webinar.changed(
        doing="",
        step=Step.SHOWN,
        types=types,
        type=fitting,
        interpreted=done.session.language == "both",
    )
    return _on_card(done, shown)


def _made(done: Done) -> Outcome:
    """The webinar as it was made, and the session with its link."""
    made = done.found["made"]
    facts = done.errand.facts
    ready = done.webinar.changed(
        doing="",
        step=Step.READY,
        ours=True,
        meeting=made["id"],
        link=made["link"],
        register=made["register"],
        types=(),
        stage=_stage(facts.get("plan", {"panelists": ()})),
        image=str(facts.get("image", "")),
        trouble=f"{SKILL}.doubled" if done.found.get("doubles") else "",
        trouble_facts={"doubles": done.found.get("doubles", 0)},
        problem="",
        read_at=None,
        listed_at=None,
    )
    return merge(_on_card(done, ready), linking.joined(done.context, done.session, made["link"]))


def _changed(done: Done) -> Outcome:
    facts = done.errand.facts
    return _well(done, image=str(facts["image"]), stage=_stage(facts["plan"]))


def _stage(planned: Facts) -> tuple[str, ...]:
    """The addresses of those who are planned to be on the stage."""
    return tuple(each["address"] for each in planned["panelists"])


def _cancelled(done: Done) -> Outcome:
    """The webinar that is no more; its link leads nowhere any longer."""
    gone = done.webinar.changed(
        doing="",
        step=Step.GONE,
        ours=False,
        meeting="",
        link="",
        register="",
        sources={},
        came_by={},
        image="",
        stage=(),
        attempt=done.webinar.attempt + 1,
        trouble="",
        trouble_facts={},
    )
    session = done.session
    link = "" if session.join == done.webinar.link else session.join
    left = linking.joined(done.context, session, link) if session.upcoming else Outcome()
    asked = done.webinar.step is Step.CANCELLING
    return merge(_on_card(done, gone) if asked else Outcome(saves=(gone,)), left)


def _entered(done: Done) -> Outcome:
    """The next of them, if there are more; those whom Webex did not take are told to the team."""
    if not done.found["turned"]:
        return _on_with(done) if done.found["entered"] or done.found["withdrawn"] else _well(done)
    facts = {"turned": done.found["turned"], "said": done.found["said"]}
    told = done.webinar.changed(doing="", trouble="", trouble_facts={})
    words = Phrase(f"{SKILL}.not_taken", {"session": done.session, **facts})
    note = Note(f"{done.sending.key}/told", words, words, words, done.sending.about)
    return Outcome(saves=(told,), sends=to_space(done.context, note))


def _on_with(done: Done) -> Outcome:
    """The next people to be entered or withdrawn; none where all are done."""
    left = done.webinar.changed(doing="", trouble="", trouble_facts={})
    if not keeping.many(done.context, left):
        return Outcome(saves=(left,))
    return errands.enters(done.context, left)


def _sourced(done: Done) -> Outcome:
    """The link of each channel, told to whoever asked."""
    found = _well(done, sources=done.found["sources"])
    [webinar] = found.saves
    assert isinstance(webinar, Webinar)
    return merge(found, _told_there(done, sources.listed(done.session, webinar)))


def _told_there(done: Done, said: Phrase) -> Outcome:
    return answering.answered(done.context, done.sending, said, done.errand.facts["tell"])


def _facts(done: Done) -> Facts:
    return card.facts_of(done.context, done.session, done.webinar)


def _well(done: Done, **fields: Any) -> Outcome:
    return Outcome(saves=(done.webinar.changed(doing="", trouble="", trouble_facts={}, **fields),))


def _on_card(done: Done, webinar: Webinar) -> Outcome:
    """The webinar as it stands now, kept and shown."""
    saves = (webinar, card.waiting(webinar, done.session))
    return Outcome(saves=saves, sends=card.told(done.context, done.session, webinar))


def _alarm(done: Done, webinar: Webinar) -> Outcome:
    """Word to the team's spaces: somebody has to do something."""
    facts = card.facts_of(done.context, done.session, webinar)
    words = Phrase(webinar.trouble, {**facts, **webinar.trouble_facts})
    note = Note(f"{done.sending.key}/told", words, words, words, done.sending.about)
    return Outcome(sends=to_space(done.context, note))


FOLLOWS: Mapping[str, Callable[[Done], Outcome]] = {
    "look": _looked,
    "make": _made,
    "change": _changed,
    "cancel": _cancelled,
    "enter": _entered,
    "sources": _sourced,
}
