"""Who says what: each rule on a small article of our own."""

import gc
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.attribution.attribute import RULES, attribute
from index.attribution.languages.language import load_language
from index.attribution.quotations import find_quotations, outermost
from index.records import Article, Statement
from index.text.chunking import split_sentences


def statements(text: str, language: str = "en", rules: frozenset[str] = RULES) -> list[Statement]:
    article = Article("a", text, language=language)
    return attribute(article, split_sentences(article.id, text, language), rules)


def said(text: str) -> dict[str, str]:
    """Words reported → who says them."""
    return {text[s.start : s.end]: s.speaker for s in statements(text)}


RULE_CASES = [
    # rule, text, what is reported, by whom
    ("adjacent", "Marta Holm said that the ferry was late.", "that the ferry was late", "Marta Holm"),
    (
        "apposition",
        "Marta Holm, the harbour master, said that the ferry was late.",
        "that the ferry was late",
        "Marta Holm",
    ),
    (
        "relative",
        "It was built by Marta Holm, who has argued that ferries pay.",
        "that ferries pay",
        "Marta Holm",
    ),
    (
        "shared",
        "Marta Holm visited the port and promised that it would reopen.",
        "that it would reopen",
        "Marta Holm",
    ),
    (
        "participle",
        "Marta Holm left the meeting, saying that it was pointless.",
        "that it was pointless",
        "Marta Holm",
    ),
    (
        "infinitive",
        "Marta Holm came to warn that the ice was thin.",
        "that the ice was thin",
        "Marta Holm",
    ),
    (
        "inverted",
        "“The ferry is late,” said Marta Holm, the harbour master.",
        "“The ferry is late,”",
        "Marta Holm",
    ),
    (
        "passive",
        "The late ferry to the island was criticised by Marta Holm.",
        "The late ferry to the island",
        "Marta Holm",
    ),
    (
        "according",
        "The ferry was late, according to Marta Holm.",
        "The ferry was late",
        "Marta Holm",
    ),
    (
        "noun",
        "Nobody believed Marta Holm's claim that the ferry was late.",
        "that the ferry was late",
        "Marta Holm",
    ),
    ("signature", "“The ferry is late.”\n\n— Marta Holm", "“The ferry is late.”", "Marta Holm"),
    ("label", "Marta Holm: The ferry is late again.", "The ferry is late again", "Marta Holm"),
    (
        "phrases",
        "Marta Holm took issue with the new winter timetable.",
        "the new winter timetable",
        "Marta Holm",
    ),
    (
        "stance",
        "Marta Holm opposed the new winter timetable.",
        "the new winter timetable",
        "Marta Holm",
    ),
    (
        "unlisted",
        "Marta Holm harrumphed that the ferry was late.",
        "that the ferry was late",
        "Marta Holm",
    ),
    (
        "adjective",
        "Marta Holm was unsure why the ferry was late.",
        "why the ferry was late",
        "Marta Holm",
    ),
    (
        "object",
        "They cancelled the new winter timetable, which Marta Holm opposed.",
        "They cancelled the new winter timetable",
        "Marta Holm",
    ),
    (
        "headline",
        "Marta Holm Calls New Ferry Plan Reckless\n\nMarta Holm spoke on Monday.",
        "New Ferry Plan Reckless",
        "Marta Holm",
    ),
    (
        "pronoun",
        "Marta Holm arrived late. She said that the ferry was full.",
        "that the ferry was full",
        "Marta Holm",
    ),
    (
        "role",
        "Marta Holm, the new harbour minister, arrived. The minister said that the ferry was full.",
        "that the ferry was full",
        "Marta Holm",
    ),
    (
        "carry",
        "“The ferry is late,” Marta Holm said. “It is always late on Mondays.”",
        "“It is always late on Mondays.”",
        "Marta Holm",
    ),
    ("turn", "Marta Holm: The ferry is late again. It was full.", "It was full", "Marta Holm"),
    (
        "inner",
        "“At noon Marta Holm said, ‘The ferry is late.’ It was,” Peter Lund said.",
        "‘The ferry is late.’",
        "Marta Holm",
    ),
]


@pytest.mark.parametrize(("rule", "text", "content", "speaker"), RULE_CASES, ids=[case[0] for case in RULE_CASES])
def test_rule_finds_its_statement(rule: str, text: str, content: str, speaker: str) -> None:
    """Each rule finds the statement it is there for, and nobody else does."""
    with_rule = {text[s.start : s.end]: s.speaker for s in statements(text)}
    without = {text[s.start : s.end]: s.speaker for s in statements(text, rules=RULES - {rule})}
    assert with_rule.get(content) == speaker
    assert without.get(content) != speaker


def test_every_rule_has_a_case() -> None:
    assert {case[0] for case in RULE_CASES} == RULES


def test_statement_says_how_it_was_found() -> None:
    """A statement tells the words for its speaker, its cue and its kind."""
    text = "Dr. Holm warned on Monday that “the ice is thin” near the harbour."
    (found,) = statements(text)
    assert (found.mention, found.cue, found.kind) == ("Dr. Holm", "warned", "mixed")
    assert text[found.start : found.end] == "that “the ice is thin” near the harbour"
    assert 0.5 < found.confidence <= 1


def test_quotation_over_several_paragraphs_belongs_to_its_speaker() -> None:
    text = (
        "Marta Holm said: “The ferry was late on Monday.\n\n“It was late on Tuesday as well.\n\n"
        "“And it will be late tomorrow.”\n\nThe office was closed."
    )
    assert list(said(text).values()) == ["Marta Holm"] * 3


def test_interrupted_quotation_gives_two_statements() -> None:
    text = "“The ferry,” Marta Holm said, “will not come today.”"
    assert said(text) == {"“The ferry,”": "Marta Holm", "“will not come today.”": "Marta Holm"}


def test_parenthetical_speaker_takes_the_words_on_both_sides() -> None:
    assert set(said("The ferry, Marta Holm said, was late.").values()) == {"Marta Holm"}


def test_pronoun_means_the_person_just_named() -> None:
    text = (
        "Peter Lund said that the bridge was safe. Anna Berg, an engineer, disagreed. "
        "She said that the bridge was rotten. He said that she was wrong."
    )
    found = said(text)
    assert found["that the bridge was rotten"] == "Anna Berg"
    assert found["that she was wrong"] == "Peter Lund"


def test_pronoun_after_a_quotation_does_not_mean_who_is_named_inside_it() -> None:
    text = "“I never met David Stone,” Peter Lund said. He added that he was tired."
    assert said(text)["that he was tired"] == "Peter Lund"


def test_people_who_share_a_surname_stay_two_people() -> None:
    text = (
        "Anna Berg and her brother Peter Berg run the yard. Ms. Berg said that it was profitable. "
        "Mr. Berg said that it was for sale."
    )
    found = said(text)
    assert found["that it was profitable"] == "Anna Berg"
    assert found["that it was for sale"] == "Peter Berg"


def test_surname_and_first_name_mean_the_full_name() -> None:
    text = (
        "Foreign Minister Sigrid Aune arrived. Aune said that talks went well. Sigrid insisted that they would go on."
    )
    assert set(said(text).values()) == {"Sigrid Aune"}


def test_quotation_inside_a_quotation_is_not_the_end_of_it() -> None:
    text = "“He told me, ‘I will fight,’ and he did,” Marta Holm said."
    assert said(text)["“He told me, ‘I will fight,’ and he did,”"] == "Marta Holm"


def test_reported_report_keeps_both() -> None:
    found = said("Marta Holm said that Peter Lund denied that the bridge was rotten.")
    assert found["that Peter Lund denied that the bridge was rotten"] == "Marta Holm"
    assert found["that the bridge was rotten"] == "Peter Lund"


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("In Oslo, Marta Holm spoke at length on rail issues, saying it was late.", "it was late", "Marta Holm"),
        ("Marta Holm is making a pitch to voters saying it was late.", "it was late", "Marta Holm"),
        ("The director of the Harbour Board, Marta Holm, said it was late.", "it was late", "Marta Holm"),
        ("A lawyer for Piet Roos, Marta Holm, said it was late.", "it was late", "Marta Holm"),
        ("The chair of it all, Marta Holm of Oslo, said it was late.", "it was late", "Marta Holm"),
        ("Marta Holm this past week announced a strike at sea.", "a strike at sea", "Marta Holm"),
        ("Marta Holm, host of “Harbour Hour,” vowed to leave the city.", "to leave the city", "Marta Holm"),
        ("Piet Roos earned a lot, which Marta Holm called “a shame,” blaming the law.", "“a shame,”", "Marta Holm"),
        ("Marta Holm's most daring claim is that it was late.", "is that it was late", "Marta Holm"),
        ("Marta Holm and Piet Roos often blame the weather at sea.", "the weather at sea", "Marta Holm"),
        ("Marta Holm slammed the new foreign minister.", "the new foreign minister", "Marta Holm"),
        (
            "While Marta Holm praised the deal on ferries, Piet Roos called it late.",
            "the deal on ferries",
            "Marta Holm",
        ),
        (
            "Marta Holm, who faces Piet Roos, noted that Ida Falk, her aide, was ill.",
            "that Ida Falk, her aide, was ill",
            "Marta Holm",
        ),
        ("Piet Roos quoted Marta Holm as saying it was late.", "it was late", "Marta Holm"),
        ("According to a report by Marta Holm, it was late.", "it was late", "Marta Holm"),
        ("The record is almost complete, singer Marta Holm said.", "The record is almost complete", "Marta Holm"),
    ],
)
def test_whose_words_are_told_by_the_sentence(text: str, content: str, speaker: str) -> None:
    """Sentences of news prose whose verb does not stand beside its subject."""
    assert said(text).get(content) == speaker


def test_it_is_clear_is_nobodys_opinion() -> None:
    """The words go to whoever noted them, and to no second speaker "it"."""
    text = "Marta Holm was there. The ferry was late, she noted, so it may be clear whether it sank."
    assert said(text) == {
        "The ferry was late": "Marta Holm",
        "so it may be clear whether it sank": "Marta Holm",
    }


@pytest.mark.parametrize(
    "quote",
    [
        "“The bridge isn’t safe,”",
        '"The bridge isn\'t safe,"',
        "‘The workers’ bridge isn’t safe,’",
        "'The bridge isn't safe,'",
        "''The bridge isn't safe,''",
        "«The bridge is not safe»,",
        "„The bridge is not safe“,",
    ],
)
def test_every_style_of_quotation_marks(quote: str) -> None:
    """A quotation is found whole in every style, apostrophes and all."""
    text = f"{quote} said Marta Holm."
    (found,) = statements(text)
    assert (found.speaker, found.kind) == ("Marta Holm", "direct")
    assert text[found.start : found.end] == quote.removesuffix(",") if quote[-1] == "," else quote


def test_unclosed_quotation_does_not_swallow_the_article() -> None:
    text = 'Marta Holm called it "a disaster. The ferry left.\n\nPeter Lund said that it was safe.'
    assert said(text)["that it was safe"] == "Peter Lund"
    assert max(end - start for start, end in [(q.start, q.end) for q in find_quotations(text)]) < 20


def test_apostrophes_open_no_quotation() -> None:
    assert find_quotations("'Twas the workers' day in the '90s, and rock 'n' roll's too.") == []


def test_words_about_somebody_are_not_theirs() -> None:
    text = "Peter Lund said that Marta Holm was late. Critics of Marta Holm say that she is lazy."
    assert "Marta Holm" not in said(text).values()


def test_turn_in_a_transcript_goes_on_until_the_next_label() -> None:
    """Over sentences and paragraphs; the sentence below the last paragraph of a last turn is nobody's."""
    text = (
        "ANNA BERG: Is the bridge safe? I drove over it. It shook.\n\n"
        "PETER LUND (Harbour Post): It is safe. Steel shakes.\n\n"
        "We checked it in May. We will check it again.\n\n"
        "ANNA BERG: Thank you. Good night.\n\nThe bridge was closed."
    )
    found = said(text)
    assert {words for words, name in found.items() if name == "Peter Lund"} >= {
        "It is safe",
        "Steel shakes",
        "We checked it in May",
        "We will check it again",
    }
    assert {"It shook", "Good night"} <= {words for words, name in found.items() if name == "Anna Berg"}
    assert "The bridge was closed" not in found


def test_headline_like_a_label_is_no_statement() -> None:
    text = "Peter Lund: The bridge is safe\n\nThe bridge was closed on Monday. Engineers measured it."
    assert not said(text)
    assert set(said(text.replace("is safe", "is safe."))) == {"The bridge is safe"}


def test_quotation_inside_a_quotation_belongs_to_the_inner_speaker() -> None:
    text = "“The captain was clear. Anna Berg said: ‘The sea is too rough.’ I believed it,” Peter Lund said."
    found = said(text)
    assert found["‘The sea is too rough.’"] == "Anna Berg"
    assert found[text[: text.index(" Peter")]] == "Peter Lund"


def test_report_inside_a_quotation_keeps_both_speakers() -> None:
    text = "“Anna Berg said that the sea was rough,” Peter Lund said."
    found = said(text)
    assert found["that the sea was rough"] == "Anna Berg"
    assert found["“Anna Berg said that the sea was rough,”"] == "Peter Lund"


def test_what_somebody_did_is_no_description_of_them() -> None:
    """The king in what she did does not make her a man."""
    text = "Karen Holm, pulled out of the water by a king, was dry again. She said that it was late."
    assert said(text)["that it was late"] == "Karen Holm"


def test_surname_alone_is_whom_a_pronoun_means_when_nobody_else_is_there() -> None:
    assert said("Walz goes further. She said that it was late.") == {"that it was late": "Walz"}


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Marta Holm said it would not sail.", "it would not sail"),
        ("Marta Holm did not deny that it was late.", "that it was late"),
        ("Marta Holm refused to support the plan.", "to support the plan"),
        ("Marta Holm said nothing would change.", "nothing would change"),
    ],
)
def test_denials_are_statements(text: str, content: str) -> None:
    assert said(text)[content] == "Marta Holm"


@pytest.mark.parametrize("source", ["Marta Holm's campaign", "a spokesman for Marta Holm", "supporters of Marta Holm"])
def test_those_around_somebody_speak_as_what_they_are_called(source: str) -> None:
    assert set(said(f"{source[0].upper()}{source[1:]} said that the ferry was late.").values()) == {source}


@pytest.mark.parametrize(
    ("source", "name"), [("The BBC", "BBC"), ("The White House", "White House"), ("Police", "Police")]
)
def test_bodies_speak_too(source: str, name: str) -> None:
    assert set(said(f"{source} said that the road was closed.").values()) == {name}


def test_both_speakers_of_a_shared_statement_get_it() -> None:
    found = statements("Marta Holm and Peter Lund said that the bridge was safe.")
    assert {s.speaker for s in found} == {"Marta Holm", "Peter Lund"}


def test_only_languages_with_a_table_have_statements() -> None:
    text = "Marta Holm said that the ferry was late."
    assert statements(text, "de") == []
    assert statements(text, "") == statements(text, "en-GB") == statements(text, "en")


def test_gender_tables_do_not_contradict_each_other() -> None:
    names = load_language("english").name_genders
    assert (names["Sergei"], names["Angela"], names["Kelly"]) == ("male", "female", "either")


NEWS_WORDS = """
Marta Holm Lund said that he “ ” " ' ’ ‘ , . told the of who to calling according was criticised by minister : and — (
) 🙂
""".split()
NEWS = st.lists(st.sampled_from([*NEWS_WORDS, "\n\n", "according to"]), max_size=60).map(" ".join)


@settings(max_examples=300)
@given(st.one_of(NEWS, st.text(max_size=200)))
def test_any_text_gives_statements_inside_it(text: str) -> None:
    """Offsets lie inside the text, nothing is empty, and whoever is named is mentioned."""
    for found in statements(text):
        assert 0 <= found.start < found.end <= len(text)
        assert 0 <= found.confidence <= 1
        assert found.mention or not found.speaker


@settings(max_examples=200)
@given(st.text(alphabet="“”„«»\"'‘’ab s.,\n", max_size=80))
def test_outermost_quotations_never_overlap(text: str) -> None:
    quotations = outermost(find_quotations(text))
    assert all(one.end <= other.start for one, other in pairwise(quotations))


@pytest.mark.parametrize(
    "piece", ['"', "“", "'", "''", "‘a ", "\n\n“", "and said ", "Aa Bb ", "who, ", "(", "<a ", "saying, ", "not "]
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Ten times the text takes about ten times as long, whatever it repeats."""

    def seconds(size: int) -> float:
        article = Article("a", piece * (size // len(piece)), language="en")
        sentences = split_sentences("a", "One sentence.") if "\n" not in piece else []
        gc.disable()  # its pauses grow with what other tests left in memory
        began = time.process_time()
        attribute(article, sentences)
        took = time.process_time() - began
        gc.enable()
        return took

    seconds(1_000)
    assert seconds(200_000) < 30 * seconds(20_000) + 0.2
