"""Refusals, notes and headings: every kind has a sentence in every language."""

from datetime import date
from typing import get_args

import pytest

from qa.answer import Citation, Note, NoteKind, Refusal, RefusalKind, Section
from ui.render.notices import _tables
from ui.render.wording import ENGLISH, LANGUAGES, Wording

MARCH, APRIL = date(2022, 3, 1), date(2022, 4, 30)
CITED = (
    Citation(1, "a", "", 0, 1, "", "Ferry returns", "The Tidewater Post", date(2022, 3, 10)),
    Citation(2, "b", "", 0, 1, ""),
    Citation(3, "a", "", 5, 6, ""),
)
NONE = Refusal("none_mentions", names=("Macron",), count=24)

REFUSALS = [
    (
        Refusal("nothing_indexed"),
        "Nothing is indexed yet: add articles with `onrecord add PATH`.",
        "Noch ist kein Artikel aufgenommen: Mit `onrecord add PFAD` kommen welche hinzu.",
    ),
    (
        Refusal("how_to_ask"),
        "Ask about the articles: what somebody said on something, what happened when, who was for it and who against.",
        "Fragen Sie nach den Artikeln: was jemand wozu gesagt hat, was wann geschah, wer dafür war und wer dagegen.",
    ),
    (
        Refusal("nothing_readable"),
        "There is no article here that you may read: ask whoever runs this server for access.",
        "Hier gibt es keinen Artikel, den Sie lesen dürfen: Bitten Sie den Betreiber dieses Servers um Zugang.",
    ),
    (
        Refusal("nothing_passes_filters"),
        "No article passes the filters: clear some of them and ask again.",
        "Kein Artikel entspricht den Filtern: Heben Sie einige davon auf und fragen Sie noch einmal.",
    ),
    (
        Refusal("nothing_in_dates"),
        "No article lies within the dates and filters asked for.",
        "Kein Artikel liegt in dem Zeitraum und den Filtern, nach denen gefragt ist.",
    ),
    (
        Refusal("nothing_certain"),
        "No sentence in the articles certainly answers; these passages come nearest.",
        "Kein Satz der Artikel antwortet mit Sicherheit; diese Stellen kommen der Frage am nächsten.",
    ),
    (
        Refusal("not_answered"),
        "Nothing found in the articles is close enough to the question to answer it.",
        "In den Artikeln wurde nichts gefunden, das der Frage nahe genug kommt, um sie zu beantworten.",
    ),
    (NONE, "None of the 24 articles mentions Macron.", "Keiner der 24 Artikel erwähnt Macron."),
    (
        Refusal("none_mentions", names=("Macron", "Scholz", "Meloni", "Sánchez", "Tusk"), count=12345),
        "None of the 12345 articles mentions Macron, Scholz, Meloni, Sánchez or Tusk.",
        "Keiner der 12345 Artikel erwähnt Macron, Scholz, Meloni, Sánchez oder Tusk.",
    ),
    (
        Refusal("none_mentions", names=("Macron", "Scholz"), count=1),
        "The one article does not mention Macron or Scholz.",
        "Der einzige Artikel erwähnt Macron oder Scholz nicht.",
    ),
    (
        Refusal("only_mentioned", person="Macron", count=1),
        "Macron is mentioned in 1 article, with no words there that are known to be theirs.",
        "Macron wird in 1 Artikel erwähnt; Worte, die sicher von dieser Person sind, wurden dort nicht gefunden.",
    ),
    (
        Refusal("only_mentioned", person="Macron", count=2),
        "Macron is mentioned in 2 articles, with no words there that are known to be theirs.",
        "Macron wird in 2 Artikeln erwähnt; Worte, die sicher von dieser Person sind, wurden dort nicht gefunden.",
    ),
    (
        Refusal("speakers_not_told", person="Söll", count=1),
        (
            "Söll is mentioned in 1 article, which is in a language in which speakers are not told apart here: read it "
            "below."
        ),
        (
            "Söll kommt in 1 Artikel vor, in einer Sprache, in der hier nicht erkannt wird, wer spricht: Lesen Sie ihn "
            "unten."
        ),
    ),
    (
        Refusal("speakers_not_told", person="Söll", count=2),
        (
            "Söll is mentioned in 2 articles, all in languages in which speakers are not told apart here: read them "
            "below."
        ),
        (
            "Söll kommt in 2 Artikeln vor, alle in Sprachen, in denen hier nicht erkannt wird, wer spricht: Lesen Sie "
            "sie unten."
        ),
    ),
    (
        Refusal("unknown_pronoun", pronoun="he"),
        "“he” points at nobody named so far: ask with a name, as in “What did Lavrov say about NATO?”.",
        (
            "„he“ verweist auf niemanden, der bisher genannt ist: Fragen Sie mit einem Namen, etwa „What did Lavrov "
            "say about NATO?“."
        ),
    ),
    (
        Refusal("nothing_else", person="Lavrov", topic="NATO"),
        "That was all: nothing else that Lavrov says on NATO was found.",
        "Das war alles: Mehr, was Lavrov zu „NATO“ sagt, wurde nicht gefunden.",
    ),
    (
        Refusal("not_in_period", person="Lavrov", topic="", since=MARCH, until=APRIL),
        "Lavrov is quoted, but not in what was published from 1 March 2022 to 30 April 2022.",
        "Lavrov wird zitiert, aber nicht in dem, was vom 1. März 2022 bis zum 30. April 2022 erschienen ist.",
    ),
    (
        Refusal("not_in_period", person="Lavrov", topic="NATO", since=MARCH, until=MARCH),
        "Lavrov is quoted on NATO, but not in what was published on 1 March 2022.",
        "Lavrov wird zu „NATO“ zitiert, aber nicht in dem, was am 1. März 2022 erschienen ist.",
    ),
    (
        Refusal("not_on_topic", person="Lavrov", topic="tennis", count=1),
        "Lavrov is quoted in 1 article, but nothing found there is on tennis.",
        "Lavrov wird in 1 Artikel zitiert, aber dort wurde nichts zu „tennis“ gefunden.",
    ),
    (
        Refusal("not_on_topic", person="Lavrov", topic="tennis", count=3),
        "Lavrov is quoted in 3 articles, but nothing found there is on tennis.",
        "Lavrov wird in 3 Artikeln zitiert, aber dort wurde nichts zu „tennis“ gefunden.",
    ),
    (
        Refusal("neither_quoted", one="Voss", other="Reiner", topic="tennis"),
        "Neither Voss nor Reiner is quoted on tennis.",
        "Weder Voss noch Reiner wird zu „tennis“ zitiert.",
    ),
    (
        Refusal("nobody_quoted", topic="tennis"),
        "Nobody was found quoted on tennis.",
        "Zu „tennis“ wurden von niemandem Worte gefunden.",
    ),
    (
        Refusal("nobody_else_quoted", person="Voss", topic="tennis"),
        "Nobody but Voss was found quoted on tennis.",
        "Zu „tennis“ wurden nur von Voss Worte gefunden.",
    ),
    (
        Refusal("nobody_else_quoted_on_it", person="Voss"),
        "Nobody but Voss was found quoted on what they said.",
        "Dazu wurden nur von Voss Worte gefunden.",
    ),
    (
        Refusal("no_sources"),
        "The last answer cited nothing, so there is no article to name.",
        "Die letzte Antwort hat nichts zitiert, also ist kein Artikel zu nennen.",
    ),
    (
        Refusal("other_person_chosen", person="Voss"),
        "Only what Voss says is asked: clear that filter to hear others.",
        "Gefragt ist nur, was Voss sagt: Heben Sie diesen Filter auf, um andere zu hören.",
    ),
    (
        Refusal("articles_changed"),
        "The articles changed while this was answered: ask again.",
        "Die Artikel haben sich während der Antwort geändert: Fragen Sie noch einmal.",
    ),
    (
        Refusal("each_part", refusals=(NONE, Refusal("nobody_quoted", topic="tennis"))),
        "None of the 24 articles mentions Macron. Nobody was found quoted on tennis.",
        "Keiner der 24 Artikel erwähnt Macron. Zu „tennis“ wurden von niemandem Worte gefunden.",
    ),
]
NOTES = [
    (
        Note("articles_found", count=1, publishers=("The Tidewater Post",)),
        "1 article on this, in The Tidewater Post.",
        "1 Artikel dazu, in The Tidewater Post.",
    ),
    (
        Note("articles_found", count=3, publishers=("Ledger & Mail", "The Tidewater Post")),
        "3 articles on this, in Ledger & Mail and The Tidewater Post.",
        "3 Artikel dazu, in Ledger & Mail und The Tidewater Post.",
    ),
    (
        Note("respelt", question="who opposed the ferry"),
        "Read as “who opposed the ferry”.",
        "Gelesen als „who opposed the ferry“.",
    ),
    (
        Note("written_by", author="Lise Tran", title="Ferry to stop"),
        "“Ferry to stop” was written by Lise Tran.",
        "„Ferry to stop“ hat Lise Tran geschrieben.",
    ),
    (
        Note("may_answer"),
        "These sentences may answer it; that they do is not certain.",
        "Diese Sätze beantworten es vielleicht; sicher ist das nicht.",
    ),
    (
        Note("unknown_event", when="before the vote"),
        (
            "“before the vote” is no date that is known here, so it was searched for as words: give a date to filter "
            "by it."
        ),
        (
            "„before the vote“ ist kein Datum, das hier bekannt ist, und wurde daher als Wortlaut gesucht: Nennen Sie "
            "ein Datum, um danach zu filtern."
        ),
    ),
    (
        Note("introduced_as", asked="the union", people=("Petra Voss",), count=1),
        "Shown for “the union”: Petra Voss, introduced so in the articles.",
        "Gezeigt für „the union“: Petra Voss, so vorgestellt in den Artikeln.",
    ),
    (
        Note("introduced_as", asked="the union", people=("Petra Voss", "Daniel Voss"), count=2),
        "Shown for “the union”: Petra Voss and Daniel Voss, introduced so in the articles.",
        "Gezeigt für „the union“: Petra Voss und Daniel Voss, so vorgestellt in den Artikeln.",
    ),
    (
        Note("other_name", asked="Ekelund", people=("Hanna Ekeland",), count=1),
        "Hanna Ekeland is who “Ekelund” seems to mean.",
        "Mit „Ekelund“ ist anscheinend Hanna Ekeland gemeint.",
    ),
    (
        Note("other_name", asked="Vos", people=("Petra Voss", "Daniel Voss"), count=2),
        "Petra Voss and Daniel Voss are who “Vos” seems to mean.",
        "Mit „Vos“ sind anscheinend Petra Voss und Daniel Voss gemeint.",
    ),
    (
        Note("same_name", people=("A Voss", "B Voss", "C Voss", "D Voss", "E Voss", "F Voss"), count=6),
        "6 people of that name are quoted on this: A Voss, B Voss, C Voss, D Voss and 2 more.",
        "6 Personen dieses Namens werden dazu zitiert: A Voss, B Voss, C Voss, D Voss und 2 weitere.",
    ),
    (
        Note("same_name_elsewhere", people=("A Voss",), count=1),
        "Of that name, A Voss is quoted too, but not on this.",
        "Unter diesem Namen wird auch A Voss zitiert, aber nicht dazu.",
    ),
    (
        Note("same_name_elsewhere", people=("A Voss", "B Voss", "C Voss", "D Voss"), count=4),
        "Of that name, A Voss, B Voss, C Voss and D Voss are quoted too, but not on this.",
        "Unter diesem Namen werden auch A Voss, B Voss, C Voss und D Voss zitiert, aber nicht dazu.",
    ),
    (
        Note("undated", count=1),
        "One of these articles has no date and may be from another time.",
        "Einer dieser Artikel hat kein Datum und kann aus einer anderen Zeit sein.",
    ),
    (
        Note("undated", count=2),
        "2 of these articles have no date and may be from another time.",
        "2 dieser Artikel haben kein Datum und können aus einer anderen Zeit sein.",
    ),
    (
        Note("other_times", since=MARCH, until=None),
        "Nothing published since 1 March 2022 answers; this is from other times.",
        "Nichts, was seit dem 1. März 2022 erschienen ist, antwortet darauf; dies ist aus anderer Zeit.",
    ),
    (
        Note("other_times", since=None, until=APRIL),
        "Nothing published until 30 April 2022 answers; this is from other times.",
        "Nichts, was bis zum 30. April 2022 erschienen ist, antwortet darauf; dies ist aus anderer Zeit.",
    ),
    (
        Note("not_quoted", person="Voss", topic=""),
        "No words of Voss were found.",
        "Von Voss wurden keine Worte gefunden.",
    ),
    (
        Note("side_by_side"),
        "Side by side, in their own words.",
        "Nebeneinander, in ihren eigenen Worten.",
    ),
    (Note("oldest_first"), "Oldest first.", "Das Älteste zuerst."),
    (
        Note("no_own_words", person="Voss", topic="tennis"),
        "No words known to be by Voss were found on tennis.",
        "Worte, die sicher von Voss sind, wurden zu „tennis“ nicht gefunden.",
    ),
    (
        Note("no_open_dispute", person="Voss"),
        "These speak on it too; none says openly that they disagree with Voss.",
        "Diese äußern sich auch dazu; niemand sagt offen, anderer Meinung zu sein als Voss.",
    ),
    (
        Note("sources", citations=CITED),
        "In The Tidewater Post, “Ferry returns”, 10 March 2022 [1, 3]; b, undated [2].",
        "In The Tidewater Post, „Ferry returns“, 10. März 2022 [1, 3]; b, ohne Datum [2].",
    ),
    (
        Note("part_refused", question="Who won?", refusal=NONE),
        "“Who won?”: None of the 24 articles mentions Macron.",
        "„Who won?“: Keiner der 24 Artikel erwähnt Macron.",
    ),
    (
        Note("withheld", count=1),
        "1 sentence withheld: not in the articles.",
        "1 Satz zurückgehalten: Er steht nicht in den Artikeln.",
    ),
    (
        Note("withheld", count=2),
        "2 sentences withheld: not in the articles.",
        "2 Sätze zurückgehalten: Sie stehen nicht in den Artikeln.",
    ),
    (
        Note("withheld_not_verbatim", count=1),
        "1 sentence withheld: not in the articles to the letter.",
        "1 Satz zurückgehalten: Er steht nicht wörtlich in den Artikeln.",
    ),
    (
        Note("nothing_written_stands", model="m"),
        "Nothing that m wrote stands in the articles; these are their own words.",
        "Nichts von dem, was m geschrieben hat, steht in den Artikeln; dies sind ihre eigenen Worte.",
    ),
    (
        Note("model_found_nothing", model="m"),
        "m found no answer; these are the articles’ own words.",
        "m hat keine Antwort gefunden; dies sind die eigenen Worte der Artikel.",
    ),
    (
        Note("model_cut", model="m"),
        "m was stopped at its limit of length.",
        "m wurde an der zulässigen Länge angehalten.",
    ),
    (
        Note("articles_own_words"),
        "These are the articles’ own words.",
        "Dies sind die eigenen Worte der Artikel.",
    ),
    (
        Note("model_slow", model="m", seconds=0.3),
        "m did not answer within 0.3 seconds.",
        "m hat nicht innerhalb von 0,3 Sekunden geantwortet.",
    ),
    (
        Note("model_slow_to_finish", model="m", seconds=90.0),
        "m did not finish its answer within 90 seconds.",
        "m ist nicht innerhalb von 90 Sekunden mit der Antwort fertig geworden.",
    ),
    (
        Note("model_stopped", model="m"),
        "m stopped in the middle of its answer.",
        "m hat mitten in der Antwort aufgehört.",
    ),
    (Note("model_refused", model="m"), "m refused to answer.", "m hat die Antwort verweigert."),
    (
        Note("model_spent", model="m", tokens=1700),
        "m had used up its 1700 tokens before its first word.",
        "m hatte alle 1700 Token vor dem ersten Wort verbraucht.",
    ),
    (Note("model_empty", model="m"), "m gave an empty answer.", "m hat eine leere Antwort gegeben."),
    (
        Note("model_key_refused", model="m", keys=("GOOGLE_API_KEY", "GEMINI_API_KEY")),
        "m refused the key: check GOOGLE_API_KEY or GEMINI_API_KEY.",
        "m hat den Schlüssel nicht angenommen: Prüfen Sie GOOGLE_API_KEY oder GEMINI_API_KEY.",
    ),
    (
        Note("model_key_missing", model="m"),
        "m may not be used from here: its server wants a key.",
        "m darf von hier aus nicht benutzt werden: Der Server des Modells verlangt einen Schlüssel.",
    ),
    (
        Note("model_overfull", model="m"),
        "m cannot read so much at once: give it a larger context, or search for fewer passages.",
        (
            "m kann nicht so viel auf einmal lesen: Geben Sie dem Modell einen größeren Kontext, oder lassen Sie "
            "weniger Stellen suchen."
        ),
    ),
    (
        Note("model_request_refused", model="m", status=400),
        "m refused the request (status 400).",
        "m hat die Anfrage abgelehnt (Status 400).",
    ),
    (
        Note("model_unknown", model="m", status=404),
        "m is not known to its server: check the model's name and its address.",
        "m ist auf dem Server des Modells nicht bekannt: Prüfen Sie Namen und Adresse des Modells.",
    ),
    (
        Note("model_busy", model="m", status=429),
        "m takes no more requests at the moment: ask again later.",
        "m nimmt zurzeit keine weiteren Anfragen an: Fragen Sie später noch einmal.",
    ),
    (
        Note("model_server_failed", model="m", status=500),
        "m failed at its server (status 500): ask again later.",
        "m ist am Server des Modells gescheitert (Status 500): Fragen Sie später noch einmal.",
    ),
    (
        Note("model_unreachable", model="m"),
        "m cannot be reached: check that its server is running, and its address.",
        "m ist nicht erreichbar: Prüfen Sie, ob der Server des Modells läuft, und die Adresse.",
    ),
    (
        Note("model_unreadable", model="m"),
        "m sent nothing that can be read as an answer.",
        "m hat nichts gesendet, was sich als Antwort lesen lässt.",
    ),
]


@pytest.mark.parametrize(("refusal", "english", "german"), REFUSALS)
def test_a_refusal_is_worded_in_the_readers_language(refusal: Refusal, english: str, german: str) -> None:
    assert (ENGLISH.refusal(refusal), Wording("de").refusal(refusal)) == (english, german)


@pytest.mark.parametrize(("note", "english", "german"), NOTES)
def test_a_note_is_worded_in_the_readers_language(note: Note, english: str, german: str) -> None:
    assert (ENGLISH.note(note), Wording("de").note(note)) == (english, german)


def test_every_kind_is_in_these_examples_and_has_an_entry_in_every_language() -> None:
    refusals, notes = set(get_args(RefusalKind)), set(get_args(NoteKind))
    assert {refusal.kind for refusal, _, _ in REFUSALS} == refusals
    assert {note.kind for note, _, _ in NOTES} == notes
    for language in LANGUAGES:
        table = _tables(language)
        assert (set(table["refusal"]), set(table["note"])) == (refusals, notes)
        assert {name: set(entries) for name, entries in table.items() if name in ("section", "part")} == {
            name: set(entries) for name, entries in _tables("en").items() if name in ("section", "part")
        }


def test_a_section_is_headed_by_what_sets_it_apart() -> None:
    assert ENGLISH.section(Section(("Who won?",), "Petra Voss")) == "Who won? · Petra Voss"
    assert ENGLISH.section(Section(named="Ida Berg")) == "Naming Ida Berg and the topic"
    assert Wording("de").section(Section(named="Ida Berg")) == "Nennt Ida Berg und das Thema"
    assert ENGLISH.section(None) == ENGLISH.notes(()) == ENGLISH.refusal(None) == ""


def test_values_are_not_read_as_sentences() -> None:
    hostile = "{0.__class__} {topic} {"
    assert ENGLISH.refusal(Refusal("nobody_quoted", topic=hostile)) == f"Nobody was found quoted on {hostile}."
