"""However entries come and go, an index gives the ids of a value in their order."""

from hypothesis import given
from hypothesis import strategies as st

from storage.indexes import TextIndex

VALUES = ("a", "b")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("add", "discard", "extend")), st.sampled_from(VALUES), st.integers(1, 9)
    )
)


@given(STEPS)
def test_ids_are_found_oldest_first(steps: list[tuple[str, str, int]]) -> None:
    index, known = TextIndex(), {value: set[int]() for value in VALUES}
    for step, value, id_ in steps:
        if step == "add":
            index.add((value,), id_)
            known[value].add(id_)
        elif step == "discard":
            index.discard(value, id_)
            known[value].discard(id_)
        else:
            index.extend([value, VALUES], [id_, id_ + 1])
            known[value].add(id_)
            for each in VALUES:
                known[each].add(id_ + 1)
        for each in VALUES:
            wanted = sorted(known[each])
            assert index.find(each) == list(index.oldest(each)) == wanted
            assert index.count(each) == len(wanted)


def test_what_is_added_while_many_are_read_does_not_upset_the_reading() -> None:
    index = TextIndex()
    for id_ in range(1, 1_001):
        index.add("a", id_)
    reading = index.oldest("a")
    found = [next(reading) for _ in range(300)]
    index.add("a", 2_000)
    index.discard("a", 1)
    assert found == list(range(1, 301))
    assert len({*found, *reading}) >= 999
