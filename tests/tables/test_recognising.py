"""Which column holds what, in exports of both languages and in what a flow sends."""

import pickle

import pytest

from bot.documents.answers import Columns, Field, recognised
from bot.documents.answers.titles import asked
from bot.documents.tables import Sheet, read

from .samples import (
    ANSWERED_EN,
    ANSWERED_FR,
    ASKED_EN,
    ASKED_FR,
    BEGUN,
    FORMS_EN,
    FORMS_FR,
    SENT,
    Values,
    workbook,
)


def found(*rows: Values) -> Columns:
    sheet: Sheet = read("a.xlsx", workbook(*rows))
    return recognised(sheet.headers, sheet.rows[:50])


@pytest.mark.parametrize(
    ("fixed", "questions", "answers"),
    [(FORMS_EN, ASKED_EN, ANSWERED_EN), (FORMS_FR, ASKED_FR, ANSWERED_FR)],
    ids=["English", "French"],
)
def test_an_export_is_known_in_the_language_of_whoever_exported_it(
    fixed: Values, questions: Values, answers: Values
) -> None:
    columns = found((*fixed, *questions), answers)
    titles = [str(title).replace("\u00a0", " ") for title in (*fixed, *questions)]
    assert columns == Columns(
        {
            "address": titles[3],
            "name": titles[4],
            "language": titles[8],
            "department": titles[7],
            "needs": titles[9],
            "consent": titles[10],
            "question": titles[11],
            "response": titles[0],
            "at": titles[2],
        }
    )
    assert pickle.loads(pickle.dumps(columns)) == columns


def test_the_order_of_columns_and_the_form_of_their_titles_do_not_matter() -> None:
    columns = found(
        ("  EMAIL\u00a0", "Prefered  LANGUAGE", "completion\ntime", "Id"),
        ("a@b.ca", "fr", SENT, 3),
    )
    assert columns == Columns(
        {"address": "EMAIL", "language": "Prefered LANGUAGE", "at": "completion time", "response": "Id"}
    )  # fmt: skip


def test_the_language_of_the_screen_counts_where_none_is_asked_for() -> None:
    columns = found(("Email", "Language"), ("a@b.ca", "Français (Canada)"))
    assert columns.titles["language"] == "Language"


def test_what_a_quiz_and_the_forms_program_add_is_left_aside() -> None:
    quiz = (
        "Total points",
        "Quiz feedback",
        "Grade posted time",
        "Heure de la dernière modification",
    )
    asked_with_points = (
        "What is privacy?",
        "Points - What is privacy?",
        "Feedback - What is privacy?",
    )
    columns = found(
        (*FORMS_FR[:5], *quiz, *asked_with_points),
        (1, BEGUN, SENT, "a@b.ca", "Ana", 0, "", "", SENT, "An answer", 0, ""),
    )
    assert columns.unknown == ("What is privacy?",)
    assert set(columns.titles) == {"address", "name", "response", "at"}


def test_an_anonymous_form_has_the_address_among_its_questions() -> None:
    columns = found(
        (*FORMS_EN[:5], "Your e-mail / Votre courriel", "Full name / Nom complet"),
        (1, BEGUN, SENT, "anonymous", None, "a@b.ca", "Ana Lee"),
    )
    assert columns.titles["address"] == "Your e-mail / Votre courriel"
    assert columns.titles["name"] == "Full name / Nom complet"
    assert columns.unknown == ()


def test_an_address_is_found_by_what_was_answered() -> None:
    columns = found(
        (*FORMS_FR[:5], "Comment vous joindre?", "Qui vous a invité?"),
        (1, BEGUN, SENT, "anonyme", "", "a@b.ca", "x@y.ca"),
        (2, BEGUN, SENT, "anonyme", "", "b@b.ca", "Sam"),
    )
    assert columns.titles["address"] == "Comment vous joindre?"
    assert columns.unknown == ("Qui vous a invité?",)


def test_where_no_address_was_recorded_or_asked_for_none_is_known() -> None:
    columns = found((*FORMS_EN[:5], "Department"), (1, BEGUN, SENT, "anonymous", "", "CSPS"))
    assert "address" not in columns.titles


def test_a_form_without_answers_is_known_by_its_titles() -> None:
    assert recognised(("Email", "Your e-mail"), ()) == Columns(
        {"address": "Email"}, ("Your e-mail",)
    )


def test_of_two_questions_about_one_thing_the_second_is_asked_about() -> None:
    columns = found(
        ("Email", "Preferred language", "Langue de préférence", "Topics"), ("a@b.ca", "", "fr", "x")
    )
    assert columns.titles["language"] == "Langue de préférence"
    assert columns.unknown == ("Preferred language", "Topics")


@pytest.mark.parametrize(
    ("titles", "last"),
    [(("First Name", "Last Name"), "Last Name"), (("Prénom", "Nom"), "Nom")],
)
def test_reports_of_webex_have_the_name_in_two_parts(titles: tuple[str, str], last: str) -> None:
    columns = found(
        (*titles, "Email", "Approval Status", "Registration Time", "Source ID"),
        ("Ana", "Lee", "a@b.ca", "Approved", SENT, "wire"),
    )
    assert columns.titles == {
        "address": "Email",
        "first_name": titles[0],
        "last_name": last,
        "at": "Registration Time",
        "status": "Approval Status",
    }
    assert columns.unknown == ()


def test_what_was_learnt_goes_before_what_a_title_says() -> None:
    learnt: dict[str, Field] = {"r0a": "department", "r0b": "aside", "responder": "address"}
    keys = ("responder", "submitDate", "r0a", "r0b", "r0c")
    assert recognised(keys, (), learnt) == Columns(
        {"address": "responder", "department": "r0a", "at": "submitDate"}, ("r0c",)
    )


def test_columns_are_made_of_what_was_learnt() -> None:
    columns = Columns.of({"Email": "address", "Topics": "aside", "Ministère": "department"}, "UTC")
    assert columns == Columns({"address": "Email", "department": "Ministère"}, (), "UTC")
    assert columns.missing(("Email", "Department")) == ("Ministère",)


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Department / Ministère", "department"),
        ("Nom de votre organisation", "department"),
        ("Agence", "department"),
        ("Your employer", "department"),
        ("Votre employeur", "department"),
        ("Preferred language", "language"),
        ("English or French?", "language"),
        ("Do you need an accommodation?", "needs"),
        ("Accessibility requirements", "needs"),
        ("Do you need sign language interpretation?", "needs"),
        ("Mesures d’adaptation en milieu de travail", "needs"),
        ("May we invite you to future sessions?", "consent"),
        ("Would you like to receive emails about upcoming sessions?", "consent"),
        ("J’accepte de recevoir les prochaines invitations", "consent"),
        ("A question for the speaker", "question"),
        ("Questions for our presenters", "question"),
        ("Avez-vous une question pour les conférencières?", "question"),
        ("E-mail", "address"),
        ("Courriel professionnel", "address"),
        ("Votre adresse électronique", "address"),
        ("Your name", "name"),
        ("Prénom et nom", "name"),
        ("First and last name", "name"),
        ("Given name", "first_name"),
        ("Nom de famille", "last_name"),
        ("What topics would you like in future sessions?", None),
        ("In which language shall we send future invitations?", None),
        ("A question for the speaker about accessibility", None),
        ("How did you hear about us?", "origin"),
        ("Comment avez-vous entendu parler de cette séance?", "origin"),
    ],
)
def test_a_question_is_known_by_its_words_if_they_mean_one_thing(
    title: str, field: Field | None
) -> None:
    assert asked(title) == field
