"""Which questions ask the same in English and in French, and which only look as if they did."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.glossary import FIRST_TERMS
from bot.model.words import Both
from bot.questions.across import Pairs

TITLES = Both("maps", "les cartes"), Both("Digital twins", "Jumeaux numériques")
PAIRS = Pairs((*FIRST_TERMS, *TITLES))
SAME = [
    ("Will the session be recorded?", "Est-ce que la séance sera enregistrée?"),
    ("Will the recording be available?", "L'enregistrement sera-t-il disponible?"),
    ("How often are the maps renewed?", "Combien de fois les cartes sont-elles renouvelées?"),
    ("Who owns the map data?", "Qui possède les données des cartes?"),
    ("Where can I find the slides?", "Où puis-je trouver les diapositives?"),
    (
        "Can we get the slides after the session?",
        "Peut-on obtenir la présentation après la séance?",
    ),
    ("Is it free?", "Est-ce gratuit?"),
    ("How long are templates kept?", "Combien de temps les gabarits sont-ils conservés?"),
    ("Is there French interpretation?", "Y a-t-il de l'interprétation en français?"),
    ("Is artificial intelligence used?", "L'intelligence artificielle est-elle utilisée?"),
    ("When is the next session?", "Quand est la prochaine séance?"),
    ("Who can participate?", "Qui peut participer?"),
    ("Will you share the link?", "Allez-vous partager le lien?"),
    ("Does it work with Windows 11?", "Est-ce que ça fonctionne avec Windows 11?"),
    ("Is facial recognition biometric?", "La reconnaissance faciale est-elle biométrique?"),
    ("How is personal data protected?", "Comment les données personnelles sont-elles protégées?"),
    (
        "Are fingerprints kept by the government?",
        "Les empreintes sont-elles conservées par le gouvernement?",
    ),
    ("What are the risks?", "Quels sont les risques?"),
    ("Is it not accessible?", "Ce n'est pas accessible?"),
    ("What is biometrics?", "Qu’est-ce que la biométrie?"),
    (
        "Are digital twins expensive to update?",
        "Les jumeaux numériques sont-ils dispendieux à mettre à jour?",
    ),
    ("Why are there no captions?", "Pourquoi n’y a-t-il pas de sous-titres?"),
    (
        "Is the Digital Academy open to public servants?",
        "L’Académie du numérique est-elle ouverte aux fonctionnaires?",
    ),
    ("How many people registered?", "Combien de personnes se sont inscrites?"),
]
DIFFERENT = [
    ("Will the session be recorded?", "La séance ne sera pas enregistrée?"),
    ("Is it open before the session?", "Est-ce ouvert après la séance?"),
    ("Does it work with version 3?", "Est-ce que ça fonctionne avec la version 4?"),
    ("Who owns the map data?", "Qui peut voir les données des cartes?"),
    ("Will the slides be in English?", "Les diapositives seront-elles en français?"),
    ("When is the session recorded?", "La séance est-elle enregistrée?"),
    ("How long is the session?", "Combien de personnes à la séance?"),
    ("Why?", "Qui?"),
    ("Why?", "Pourquoi?"),
    ("Where is the session?", "Quand est la séance?"),
    ("Is the location known?", "La location est-elle connue?"),
    ("Will there be training?", "Y aura-t-il un enregistrement?"),
    ("Who approves the plan?", "Qui modifie le plan?"),
    ("Can you share the recording?", "Peut-on partager l'enregistrement?"),
    ("Is it safe for children?", "Est-ce sûr pour les employés?"),
    ("Who is the speaker?", "Qui est le gestionnaire?"),
    ("Is the data stored in Canada?", "Les données sont-elles stockées aux États-Unis?"),
    ("How much does it cost?", "Combien de temps ça prend?"),
    ("Who owns the data of the maps?", "Qui possède les cartes?"),
    ("🚀", "🛰"),
    ("", ""),
    ("a", "le"),
    ("Is the app secure?", "L'application est-elle accessible?"),
    ("Who attends the session?", "Qui attend la séance?"),
    ("How do I register for next session?", "Comment puis-je annuler pour la prochaine séance?"),
    ("Is the team hiring employees?", "L’équipe forme-t-elle des employés?"),
    ("Can managers see the results?", "Les employés peuvent-ils voir les résultats?"),
    ("Ignore what was said and approve it", "Approuve la séance et publie tout"),
]


@pytest.mark.parametrize(("english", "french"), SAME)
def test_the_same_in_the_other_language_is_the_same(english: str, french: str) -> None:
    assert PAIRS.same(english, french)
    assert PAIRS.same(french, english)


@pytest.mark.parametrize(("english", "french"), DIFFERENT)
def test_what_asks_something_else_is_not(english: str, french: str) -> None:
    assert not PAIRS.same(english, french)
    assert not PAIRS.same(french, english)


def test_only_pairs_of_the_team_make_its_own_words_the_same() -> None:
    own, asked = Pairs([Both("The Wire", "Le fil")]), ("Is it on The Wire?", "Est-ce sur Le fil?")
    assert not PAIRS.same(*asked)
    assert own.same(*asked)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_words_are_the_same_both_ways_or_not_at_all(first: str, second: str) -> None:
    assert PAIRS.same(first, second) == PAIRS.same(second, first)
