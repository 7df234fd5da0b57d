"""A written sentence holds only where each of its clauses stands in what it cites: twenty ways to turn one."""

import pytest

from qa.verification.alignment.holds import differences
from tests.support.premises import premise_of

TURNED = [
    (
        "denial",
        "The harbour master, Ulla Brandt, denied that she had closed the port.",
        "Ulla Brandt denied that she had closed the port.",
        "Ulla Brandt said that she had closed the port.",
    ),
    (
        "question",
        "A reporter asked Brandt whether the port was safe.",
        "A reporter asked Brandt whether the port was safe.",
        "A reporter said that the port was safe.",
    ),
    (
        "request",
        "Brandt said that she would ask the court to stop the sale.",
        "Brandt said she would ask the court to stop the sale.",
        "Brandt said that the court would stop the sale.",
    ),
    (
        "past state",
        "Brandt told the Courier that she had been against the sale.",
        "Brandt told the Courier that she had been against the sale.",
        "Brandt told the Courier that she was against the sale.",
    ),
    (
        "condition",
        "Brandt said that she would support the sale if the workers kept their jobs.",
        "Brandt said she would support the sale if the workers kept their jobs.",
        "Brandt said that she would support the sale.",
    ),
    (
        "comparison",
        "The port earned more than it had expected and less than the city had demanded.",
        "The port earned more than it had expected and less than the city had demanded.",
        "The port earned less than it had expected and more than the city had demanded.",
    ),
    (
        "limit",
        "The city will pay no more than 200 million euros, Brandt said.",
        "Brandt said the city will pay no more than 200 million euros.",
        "Brandt said the city will pay no less than 200 million euros.",
    ),
    (
        "negation moved",
        "Brandt said that the port wanted the ships and did not want the trains.",
        "Brandt said that the port wanted the ships and did not want the trains.",
        "Brandt said that the port did not want the ships and wanted the trains.",
    ),
    (
        "numbers exchanged",
        "The council approved the sale by 29 votes to 26.",
        "The council approved the sale by 29 votes to 26.",
        "The council approved the sale by 26 votes to 29.",
    ),
    (
        "another speaker",
        "Brandt said that Holm had told her in May that the port was full.",
        "Brandt said that Holm had told her that the port was full.",
        "Holm said that the port was full.",
    ),
    (
        "halves exchanged",
        "“We are asking for a quay and not for money,” Brandt said.",
        "Brandt said that they were asking for a quay and not for money.",
        "Brandt said that they were asking for money and not for a quay.",
    ),
    (
        "cause turned",
        "The port closed because the bridge had fallen.",
        "The port closed because the bridge had fallen.",
        "The bridge had fallen because the port closed.",
    ),
    (
        "order in time",
        "Brandt resigned before the court fined the port.",
        "Brandt resigned before the court fined the port.",
        "Brandt resigned after the court fined the port.",
    ),
    (
        "who does it to whom",
        "Brandt accused Holm of hiding the letter.",
        "Brandt accused Holm of hiding the letter.",
        "Holm accused Brandt of hiding the letter.",
    ),
    (
        "how many",
        "Some of the captains support the sale.",
        "Some of the captains support the sale.",
        "The captains support the sale.",
    ),
    (
        "possibility",
        "Brandt said that the sale might cost the city a quay.",
        "Brandt said the sale might cost the city a quay.",
        "Brandt said that the sale would cost the city a quay.",
    ),
    (
        "plan",
        "The firm has agreed to buy the club.",
        "The firm has agreed to buy the club.",
        "The firm has bought the club.",
    ),
    (
        "aside",
        "Brandt said that the port was safe.",
        "Brandt said the port was safe.",
        "Brandt falsely said that the port was safe.",
    ),
    (
        "only",
        "Brandt promised only to raise the matter with the council.",
        "Brandt promised only to raise the matter with the council.",
        "Brandt promised to raise the matter with the council.",
    ),
    (
        "addressee",
        "Brandt told the budget committee that the port was safe.",
        "Brandt told the budget committee that the port was safe.",
        "Brandt told the energy committee that the port was safe.",
    ),
]
REWORDED = [
    ("Tarn Energy closed the berth on Monday, after seven hours of debate.", "Tarn Energy closed the berth."),
    ("Holm, a former pilot, leads the council.", "Holm is a former pilot."),
    ("“I will not sign it,” Brandt told the council.", "Brandt told the council that she would not sign it."),
    ("The court fined the port on Monday.", "The port was fined by the court."),
    ("Moscow, Brandt said, was ready to talk.", "Brandt said that Moscow was ready to talk."),
    ("The price fell by 3 percent.", "The price dropped by 3 percent."),
    ("Brandt said that the pipe had been shut.", "According to Brandt, the pipe had been shut."),
    ("The firm hid the letters.", "The firm concealed the letters."),
    ("Mayor Ulla Brandt closed the port. She said that it was unsafe.", "Brandt said it was unsafe."),
]


@pytest.mark.parametrize(("kind", "source", "true", "false"), TURNED, ids=[row[0] for row in TURNED])
def test_a_turned_sentence_differs_and_the_true_one_does_not(kind: str, source: str, true: str, false: str) -> None:
    assert differences(true, [premise_of(source)]) == ()
    assert differences(false, [premise_of(source)]) != (), kind


@pytest.mark.parametrize(("source", "sentence"), REWORDED)
def test_the_same_in_other_words_holds(source: str, sentence: str) -> None:
    assert differences(sentence, [premise_of(source)]) == ()


@pytest.mark.parametrize(
    ("source", "sentence", "kind"),
    [
        ("Brandt closed the port.", "Brandt closed the port and the bridge.", "added"),
        ("Brandt has not closed the port.", "Brandt has closed the port.", "turned"),
        ("Brandt will close the port.", "Brandt closed the port.", "time"),
        ("Brandt closed the port.", "Holm closed the port.", "other"),
        ("Brandt may close the port unless it rains.", "Brandt may close the port.", "left_out"),
        ("Brandt wants to close the port.", "Brandt closes the port.", "embedded"),
    ],
)
def test_what_differs_is_told_by_kind(source: str, sentence: str, kind: str) -> None:
    assert kind in {difference.kind for difference in differences(sentence, [premise_of(source)])}
