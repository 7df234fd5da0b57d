"""The articles the browser tests ask about: ordinary ones, a long one, and one that means harm."""

from datetime import date

from index.records import Article

FERRY = Article(
    id="https://tidewater.example/2024/ferry?page=1",
    url="https://tidewater.example/2024/ferry?page=1",
    title="Harbour ferry returns after two silent winters",
    publisher="The Tidewater Post",
    author="Ines Okafor",
    published=date(2024, 3, 10),
    language="en",
    text=(
        "The harbour ferry sailed again on Sunday ⛴️🎉, two winters after its engine failed in the ice. "
        "“The new ferry engine burns a third less fuel than the old one,” said Marta Lindqvist, who runs the line.\n\n"
        "Passengers queued from six in the morning, and the bakery on the quay sold out before eight. "
        "“We will keep the ferry fare at two crowns through the summer,” said Marta Lindqvist.\n\n"
        "The council paid for half of the repair. "
        "“The ferry is a road to us, and nobody pays to walk on a road,” said Tomas Brandt, the council's treasurer, "
        "who wants the fare abolished."
    ),
)

BRIDGE = Article(
    id="bridge-1",
    title="Council delays the north bridge by a year",
    publisher="Northbank Courier",
    author="Joel Adeyemi",
    published=date(2024, 4, 2),
    language="en",
    text="\n\n".join(
        f"Paragraph {number} of the report lists what the surveyors saw on their walk along the northern bank. "
        "They noted rust on the railings, gulls in the drains and a great deal of patience among the commuters."
        for number in range(1, 31)
    )
    + "\n\n“The north bridge will open a year late because the steel came late,” said Agnes Thorne, the engineer.\n\n"
    + "Repairs to the towpath go ahead as planned.",
)

HOSTILE = Article(
    id='<img src=x onerror="hacked()">/../?#&-1-2',
    url="javascript:hacked()",
    title="<script>hacked()</script> **Title** [x](javascript:hacked())",
    publisher="<form action=http://evil.example><input></form> ![](http://evil.example/publisher.png)",
    author="<style>body{display:none}</style>",
    published=date(2024, 5, 1),
    text=(
        "The wicked pamphlet says <script>hacked()</script> and <img src=x onerror=hacked()> and "
        "<img src=http://evil.example/pixel.png> and [click](javascript:hacked()) and "
        "![tracker](http://evil.example/tracker.png) and <form action=http://evil.example><button>Go</button></form> "
        'and <div style="position:fixed;inset:0;background:red">over all</div> and $$\\href{javascript:hacked()}{x}$$ '
        "and ``` and <!-- and # and | wicked | pamphlet |.\n\n"
        "A second paragraph follows it."
    ),
)

ARTICLES = (FERRY, BRIDGE, HOSTILE)
EXAMPLES = (
    "What did Marta Lindqvist say about the ferry?",
    "Why will the north bridge open late?",
    "</script><script>hacked()</script> & <b>wicked pamphlet</b>?",
)
