"""From the rows of a form, or one answer of a flow, to people who want to take part."""

import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.documents.answers import Columns, Entry, Field, Refused, entries, entry_of, recognised
from bot.documents.answers.entry import _address
from bot.documents.tables import Row, Sheet, read
from bot.errors import Refusal
from bot.model.addresses import mailbox
from bot.model.words import LANGUAGES, Phrase

from .samples import (
    ANSWERED_EN,
    ANSWERED_FR,
    ASKED_EN,
    ASKED_FR,
    FORMS_EN,
    FORMS_FR,
    Values,
    workbook,
)

AT = datetime(2026, 11, 9, 18, 5, 22, tzinfo=UTC)
"""1:05 p.m. in Ottawa."""
CHANTAL = Entry(
    row=2,
    address="chantal@example.org",
    name="Roy, Chantal",
    language="fr",
    department="CSPS",
    needs="Captions; Sign language",
    consent=True,
    question="How does it work?",
    response="12",
    at=AT,
)
CHANTAL_IN_FRENCH = Entry(
    row=2,
    address="chantal@example.org",
    name="Roy, Chantal",
    language="en",
    department="EFPC",
    consent=True,
    question="Comment ça marche\u00a0?",
    response="12",
    at=AT,
)
KEYS: dict[Field, str] = {
    "address": "responder",
    "at": "submitDate",
    "department": "r5ec9a97f0a07442dae2aa56ea3344b3c",
    "needs": "r6ec9a97f0a07442dae2aa56ea3344b3c",
    "consent": "r7ec9a97f0a07442dae2aa56ea3344b3c",
    "response": "response_id",
}
FLOW = Columns.of({key: field for field, key in KEYS.items()}, "UTC")


def people(content: bytes) -> tuple[list[Entry], list[Refused]]:
    sheet = read("a", content)
    return entries(sheet, recognised(sheet.headers, sheet.rows[:50]))


@pytest.mark.parametrize(
    ("fixed", "questions", "answers", "entry"),
    [
        (FORMS_EN, ASKED_EN, ANSWERED_EN, CHANTAL),
        (FORMS_FR, ASKED_FR, ANSWERED_FR, CHANTAL_IN_FRENCH),
    ],
    ids=["English", "French"],
)
def test_an_export_of_microsoft_forms_gives_people(
    fixed: Values, questions: Values, answers: Values, entry: Entry
) -> None:
    assert people(workbook((*fixed, *questions), answers)) == ([entry], [])


def test_an_export_saved_as_csv_in_french_gives_people() -> None:
    content = (
        "ID;Heure de début;Heure de fin;Adresse de messagerie;Nom;Langue préférée\r\n"
        "1;13/11/2026 13:00:01;13/11/2026 13:05:22;marie@example.org;Marie Côté;Français\r\n"
        "2;09/11/2026 13:00:01;09/11/2026 13:05:22;jean@example.org;Jean – Roy;English\r\n"
    )
    marie = Entry(
        row=2, address="marie@example.org", name="Marie Côté", language="fr", response="1",
        at=datetime(2026, 11, 13, 18, 5, 22, tzinfo=UTC),
    )  # fmt: skip
    jean = Entry(row=3, address="jean@example.org", name="Jean – Roy", language="en", response="2")
    assert people(content.encode("cp1252")) == ([marie, jean], [])


def test_a_report_of_webex_gives_people_and_those_it_turned_down() -> None:
    content = (
        "First Name\tLast Name\tEmail\tApproval Status\tRegistration Time\n"
        'Ana\tLee\tana@example.org\tApproved\t="2027-01-27 13:00:05"\n'
        'Sam\tRoy\tsam@example.org\tRejected\t="2027-01-27 13:00:05"\n'
    ).encode("utf-16")
    at = datetime(2027, 1, 27, 18, 0, 5, tzinfo=UTC)
    assert people(content) == (
        [Entry(row=2, address="ana@example.org", name="Ana Lee", at=at)],
        [Refused(3, "Approval Status", Phrase("answers.turned_down", {"status": "Rejected"}))],
    )


REFUSED = [
    "a@b.ca, evil@x.ca",
    "a@b.ca;evil@x.ca;",
    '"A" <a@b.ca>',
    "a" * 250 + "@b.ca",
    "a@b.ca.",
    "a@b.ca\nBcc: x@y.ca",
    "a@b.ca\u2028Bcc: x@y.ca",
    "anonymous",
    "a\u200b@b.ca",
]


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_not_one_address_is_refused_with_row_and_column(written: str) -> None:
    sheet = Sheet(("Name", "Email"), (Row(7, ("Ana", written)), Row(9, ("Ben", "b@b.ca"))))
    found, refused = entries(sheet, Columns({"address": "Email", "name": "Name"}))
    with pytest.raises(Refusal) as refusal:
        mailbox(written)
    assert found == [Entry(row=9, address="b@b.ca", name="Ben")]
    assert refused == [Refused(7, "Email", Phrase("mail.not_an_address", refusal.value.facts))]


def test_a_row_without_an_address_is_refused() -> None:
    sheet = Sheet(("Email",), (Row(2, (" \u00a0",)),))
    refused = [Refused(2, "Email", Phrase("answers.no_address", {}))]
    assert entries(sheet, Columns({"address": "Email"})) == ([], refused)
    for language in LANGUAGES:
        assert texts.render(refused[0].why, language)


def test_a_unicode_domain_is_written_in_ascii() -> None:
    sheet = Sheet(("Email",), (Row(2, ("Ana.Lee@Exämple.org",)),))
    [entry] = entries(sheet, Columns({"address": "Email"}))[0]
    assert entry.address == "ana.lee@xn--exmple-cua.org"


@given(
    st.text(alphabet="aB1._+-'é ", max_size=70),
    st.sampled_from(
        ["example.org", "Example.ORG", "exämple.org", "b", "b..ca", "b.ca.", "x" * 64 + ".ca"]
    )
    | st.text(max_size=8),
    st.sampled_from(["", " ", ">", ", c@d.ca", "\n"]),
)
def test_an_address_is_what_it_is_everywhere_else(local: str, domain: str, after: str) -> None:
    written = f"{local}@{domain}{after}"
    try:
        expected = mailbox(written)
    except Refusal:
        with pytest.raises(Refusal):
            _address(written)
    else:
        assert _address(written) == expected


def test_rows_that_were_refused_before_stay_in_their_order() -> None:
    shifted = Refused(3, "", Phrase("tables.more_values", {"values": 3, "columns": 2}))
    content = b"Email,Name\nnobody,Ana\na@b.ca,Lee, Ana\n,Ben\n"
    _, refused = people(content)
    assert [(each.row, each.column) for each in refused] == [(2, "Email"), (3, ""), (4, "Email")]
    assert refused[1] == shifted


def test_a_table_whose_addresses_are_not_known_is_refused_whole() -> None:
    sheet = Sheet(("Who",), (Row(2, ("a@b.ca",)),))
    with pytest.raises(Refusal) as refusal:
        entries(sheet, Columns({"address": "Email"}))
    assert refusal.value.key == "answers.which_address"


def test_words_are_on_one_line_and_not_without_end() -> None:
    headers = ("Email", "Name", "Department", "Question")
    cells = ("a@b.ca", "Ana\r\nBcc: x\u2028\u202eLee", "é" * 200, "why? " * 400)
    columns = Columns(
        {"address": "Email", "name": "Name", "department": "Department", "question": "Question"}
    )
    [entry] = entries(Sheet(headers, (Row(2, cells),)), columns)[0]
    assert entry.name == "Ana Bcc: x Lee"
    assert entry.department == "é" * 119 + "…"
    assert (len(entry.question), entry.question[-2:]) == (1_000, "?…")


def test_what_comes_out_may_be_pickled() -> None:
    outcome = people(workbook((*FORMS_EN, *ASKED_EN), ANSWERED_EN, (1, *(None,) * 11)))
    assert pickle.loads(pickle.dumps(outcome)) == outcome


def test_pieces_give_the_same_people() -> None:
    sheet = read("a", workbook(("Email",), *((f"p{n}@b.ca" if n % 3 else "x",) for n in range(10))))
    columns = recognised(sheet.headers, sheet.rows)
    whole = entries(sheet, columns)
    pieces = [entries(piece, columns) for piece in sheet.pieces(4)]
    assert (
        [e for found, _ in pieces for e in found],
        [r for _, out in pieces for r in out],
    ) == whole


def test_an_answer_of_a_flow_is_one_person() -> None:
    answers = {
        "responder": "Sam@Example.org",
        "submitDate": "11/23/2026 2:15:07 PM",
        KEYS["department"]: "CSPS",
        KEYS["needs"]: '["Captions","Sign language"]',
        KEYS["consent"]: None,
        "response_id": 7,
        "@odata.context": {"x": ["y"]},
    }
    assert entry_of(answers, FLOW) == Entry(
        row=0,
        address="sam@example.org",
        department="CSPS",
        needs="Captions; Sign language",
        response="7",
        at=datetime(2026, 11, 23, 14, 15, 7, tzinfo=UTC),
    )


@pytest.mark.parametrize("written", [None, "", [], {}, "anonymous", ["a@b.ca"], 5, True])
def test_an_answer_of_a_flow_without_an_address_is_refused(written: object) -> None:
    refused = entry_of({"responder": written}, FLOW)
    assert isinstance(refused, Refused)
    assert (refused.row, refused.column) == (0, "responder")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3)
    ),
)


@given(st.dictionaries(st.sampled_from(list(KEYS.values())), JSON))
def test_any_answer_is_a_person_or_refused(answers: dict[str, object]) -> None:
    assert isinstance(entry_of(answers, FLOW), Entry | Refused)


@pytest.mark.parametrize("text", ["[" * 9_000, "[" * 100_000, '["a"', "[1, 2]", '{"a": 1}'])
def test_what_only_looks_like_a_list_stays_as_it_is(text: str) -> None:
    entry = entry_of({"responder": "a@b.ca", KEYS["needs"]: text}, FLOW)
    assert isinstance(entry, Entry)
    assert entry.needs.removesuffix("…") == text[: len(entry.needs.removesuffix("…"))]
