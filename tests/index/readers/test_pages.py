"""What a page declares of its article, what of it is none, and quotations as browsers show them."""

from pathlib import Path

import pytest

from index.attribution.attribute import attribute
from index.text.chunking import split_sentences
from tests.support.pages import BODY, DAY, FIRST, SECOND, TEXT, THIRD, linked, meta, read

NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ferry to stop",
    "datePublished": "2025-03-04T22:10:00+01:00",
}
OTHER = {"@type": "NewsArticle", "headline": "Bakers want longer nights", "datePublished": "2025-05-01"}


# Dates


@pytest.mark.parametrize(
    "head",
    [
        linked(NEWS),
        linked([{"@type": "BreadcrumbList"}, NEWS]),
        linked({"@graph": [{"@type": "WebSite"}, {**NEWS, "@type": ["Article", "NewsArticle"]}]}),
        linked({"@type": "WebPage", "datePublished": "2025-01-01", "mainEntity": NEWS}),
        linked({**NEWS, "@type": "http://schema.org/ReportageNewsArticle"}),
        linked({"@type": "WebPage", "datePublished": "2025-03-04"}),
        linked(OTHER, NEWS),
        linked({**NEWS, "headline": "Something else", "isPartOf": OTHER, "citation": [OTHER]}),
        linked({**NEWS, "datePublished": ["2025-03-04"]}),
        linked({**NEWS, "datePublished": {"@type": "Date", "@value": "2025-03-04"}}),
        linked({**NEWS, "datePublished": 1741082400}),
        linked({**NEWS, "datePublished": "4. März 2025"}),
        linked(NEWS) + meta("article:published_time", "2025-03-02T09:00:00Z", "property"),
        linked({**NEWS, "dateModified": "2025-03-09"}) + meta("og:updated_time", "2025-03-09T09:00:00Z", "property"),
        linked(NEWS).replace('">', '">//<![CDATA[\n').replace("}<", ",}\n//]]><"),
        meta("article:published_time", "2025-03-04T23:30:00-05:00", "property") + meta("date", "2025-03-06"),
        meta("article:modified_time", "2025-03-09", "property") + meta("datePublished", "2025-03-04", "itemprop"),
        meta("pubdate", "20250304"),
        meta("parsely-pub-date", "2025-03-04T22:10:00Z"),
        meta("sailthru.date", "Tue, 04 Mar 2025 10:00:00 +0000"),
        meta("publish-date", "March 4, 2025"),
        meta("DC.date.issued", "2025-03-04"),
        meta("dcterms.modified", "2025-03-09") + meta("DC.Date", "2025-03-04"),
        meta("date", "2025-03-04", "http-equiv"),
        meta("date", "1741082400") + meta("last-modified", "2025-03-09"),
        meta("date", "01/04/2025") + meta("article:published_time", "2025-03-04", "property"),
        linked({**NEWS, "datePublished": "0001-01-01T00:00:00Z"}) + meta("date", "2025-03-04"),
        linked({**NEWS, "datePublished": "{{ date }}"}) + meta("date", "2025-03-04"),
    ],
)  # fmt: skip
def test_the_date_that_a_page_declares(tmp_path: Path, head: str) -> None:
    assert read(tmp_path, head).published == DAY


@pytest.mark.parametrize(
    "line",
    [
        '<time itemprop="datePublished" datetime="2025-03-04T09:00">today</time>',
        '<span itemprop="datePublished">4 March 2025</span><meta itemprop="dateModified" content="2025-03-09">',
        '<span property="dc:date dc:created" content="2025-03-04T22:10:00+01:00">Tuesday</span>',
        '<time pubdate datetime="2025-03-04">Tuesday</time>',
        '<p class="date">4 March 2025</p><time itemprop="dateModified" datetime="2025-03-09">Updated</time>',
        '<time datetime="2025-03-04">04/03/2025</time>',
        '<time datetime="2025-03-04">04/03/25</time>',
        '<p class="date">04.03.25</p>',
        "<div>Updated March 9, 2025 · Published March 4, 2025</div>",
        "<div>Published March 4, 2025. Updated March 9, 2025</div>",
        "<p>Last updated on March 9, 2025<br>Posted on March 4, 2025</p>",
        "<p>Updated 2025-03-09 | Published 2025-03-04</p>",
        "<p>Published 2025-03-04T10:12:00Z, updated 2025-03-09T10:12:00Z</p>",
        "<p>Published: March 4, 2025 at 10:12 a.m. EST<br>Updated: March 9, 2025 at 11:11 a.m. EST</p>",
        "<p>By Ilse Vandam | Published 4 March 2025, 10:12 | Updated 9 March 2025, 11:20</p>",
        "<div><span>Updated 9 March 2025</span><span>First published on 4 March 2025</span></div>",
        "<p>Aktualisiert am 9. März 2025 – veröffentlicht am 4. März 2025</p>",
        "<p>Tuesday, March 4, 2025 (updated March 9, 2025)</p>",
        "<p>Veröffentlicht: 04.03.2025, 10:12 Uhr | Aktualisiert: 09.03.2025</p>",
        "<ul><li>Published<br>4 March 2025</li><li>Last modified<br>9 March 2025</li></ul>",
    ],
)
def test_the_date_in_the_line_below_the_headline(tmp_path: Path, line: str) -> None:
    assert read(tmp_path, body=line + BODY).published == DAY


@pytest.mark.parametrize(
    ("head", "line"),
    [
        (meta("date", "11/01/2023 12:43:42"), ""),
        (meta("article:published_time", "03/04/2025", "property"), '<p class="date">March 4, 2025</p>'),
        (linked({**NEWS, "datePublished": "03/04/2025"}), ""),
        (meta("article:published_time", "2025-02-30", "property"), ""),
        (linked({**NEWS, "datePublished": "2025-13-04"}), ""),
        (meta("date", "04/03/25"), ""),
        (meta("date", "04.03.25"), ""),
        ("", '<span class="date">04/03/25</span>'),
        ("", "<p>The report, published 4 March 2025, says so.</p>"),
        ("", "<p>Published 3 March 2025</p><p>Published 4 March 2025</p>"),
        (meta("date", "2025-03"), ""),
        (meta("og:updated_time", "2025-03-09T09:00:00Z", "property"), ""),
        (meta("article:modified_time", "2025-03-09T09:00:00Z", "property"), ""),
        (linked({"@type": "NewsArticle", "dateModified": "2025-03-09"}), ""),
        ("", '<meta itemprop="dateModified" content="2025-03-09">'),
        ("", '<span class="date">03/04/2025</span>'),
        ("", '<p class="date">Updated 9 March 2025</p>'),
        ("", '<time class="updated" datetime="2025-03-09">9 March 2025</time>'),
        ("", "<p>Stand: 9. März 2025</p>"),
        ('<script type="application/json">{"updated": "2025-03-09", "first_publish_date": "2025-03-02"}</script>', ""),
    ],
)  # fmt: skip
def test_a_date_that_is_none_or_two_is_left_out(tmp_path: Path, head: str, line: str) -> None:
    assert read(tmp_path, head, line + BODY).published is None


@pytest.mark.parametrize(
    "other",
    [
        '<aside><a href="/x"><time datetime="2025-05-01">1 May 2025</time> Bakers want longer nights</a></aside>',
        '<aside><a href="/x">Bakers</a> <time itemprop="datePublished" datetime="2025-05-01">1 May 2025</time></aside>',
        '<div class="teaser"><a href="/x">Bakers want longer nights</a><span class="date">1 May 2025</span></div>',
        '<article><a href="/x">Bakers want longer nights</a><time datetime="2025-05-01">1 May</time></article>',
        '<div id="comments"><p>Good! <span class="date">1 May 2025</span></p></div>',
        '<footer><a href="/">Fen Herald</a>, copyright 2025-05-01</footer>',
        '<a href="/x"><time datetime="2025-05-01">1 May 2025</time> Bakers want longer nights</a>',
    ],
)  # fmt: skip
def test_the_date_of_something_else_is_not_that_of_the_article(tmp_path: Path, other: str) -> None:
    line = '<a href="/ferry"><time datetime="2025-03-04">Tuesday, 4 March 2025, 10:12</time></a>'
    for body in (f"{BODY}</article>{other}<article>", f"{BODY}{other}"):
        assert read(tmp_path, body=body).published is None
        assert read(tmp_path, body=line + body).published == DAY


def test_the_name_of_a_file_dates_a_page_that_does_not(tmp_path: Path) -> None:
    assert read(tmp_path, name="ferry-2025-03-04.html").published == DAY
    assert read(tmp_path, linked(NEWS), name="ferry-2025-03-05.html").published == DAY
    assert read(tmp_path, meta("date", "03/04/2025"), name="ferry-2025-03-06.html").published is None


# Title and publisher


@pytest.mark.parametrize(
    ("title", "head", "found"),
    [
        ("Ferry to stop", meta("og:title", "Fen Herald - Latest News", "property"), "Ferry to stop"),
        ("Ferry to stop | Fen Herald", meta("og:title", "Fen Herald", "property"), "Ferry to stop"),
        ("Fen Herald", meta("og:title", "Fen Herald", "property") + linked(NEWS), "Ferry to stop"),
        ("The boat stops | Fen Herald", meta("og:title", "The boat stops", "property"), "The boat stops"),
        ("Fen Herald", meta("og:title", "The boat stops", "property"), "The boat stops"),
        ("The boat stops", meta("og:title", "The boat stops", "property") + linked(NEWS), "Ferry to stop"),
        ("Fen Herald - Ferry to stop", meta("og:title", "Latest News", "property"), "Ferry to stop"),
        ("Ferry to stop", meta("og:title", "Ferry to stop", "property"), "Ferry to stop"),
    ],
)
def test_the_title_is_that_of_the_article(tmp_path: Path, title: str, head: str, found: str) -> None:
    assert read(tmp_path, head, title=title).title == found


@pytest.mark.parametrize(
    ("site", "company", "found"),
    [
        ("Fen Herald", "Fenland Media Group Holdings Ltd", "Fen Herald"),
        ("Fen Herald", "Moorland Zeitungsverlag GmbH", "Fen Herald"),
        ("Fen Herald", "Moorland Press", "Fen Herald"),
        ("Fen Herald", "fen herald", "Fen Herald"),
        ("fenherald.example", "Fen Herald", "Fen Herald"),
        ("", "Fen Herald", "Fen Herald"),
        ("Sport", "Sandlow Post", "Sandlow Post"),
    ],
)
def test_the_publisher_is_the_paper_not_its_owner(tmp_path: Path, site: str, company: str, found: str) -> None:
    address = meta("og:url", "https://www.sandlowpost.example/a", "property") if found == "Sandlow Post" else ""
    head = address + (meta("og:site_name", site, "property") if site else "")
    assert (
        read(
            tmp_path, head + linked({**NEWS, "publisher": {"@type": "Organization", "name": company}})
        ).publisher.lower()
        == found.lower()
    )


# What is none of the article


@pytest.mark.parametrize(
    "box",
    [
        '<div class="paywall"><h3>Read on with Fen+</h3><p>Log in or take out a subscription from 9.90.</p></div>',
        '<section id="regwall"><p>Register for free and go on reading.</p></section>',
        '<div class="c-newsletterSignup"><p>Our best stories in your inbox.</p><button>OK</button></div>',
        '<div class="abo-box"><p>Mit einem Abo lesen Sie alle Artikel. Hier anmelden.</p></div>',
        '<div class="article__related"><p><a href="/x">Bakers want longer nights</a></p></div>',
        '<aside class="read-more"><h4>More</h4><ul><li><a href="/x">Bakers want longer nights</a></li></ul></aside>',
        '<h3>Related articles</h3><ul><li><a href="/x">Bakers want longer nights</a></li></ul>',
        '<p><strong>READ MORE:</strong> <a href="/x">Bakers want longer nights, says Kellermann</a></p>',
        '<p>Also read <a href="/x">Bakers want longer nights, says Kellermann</a></p>',
        "<p>Related: Bakers want longer nights, says Kellermann</p>",
        "<p>Lesen Sie außerdem: Bäcker wollen längere Nächte</p>",
        "<p>Lesen Sie auch: Bäcker wollen längere Nächte</p>",
        '<p>Mehr zum Thema: <a href="/x">Bäcker wollen längere Nächte</a></p>',
        "<p>Advertisement</p>",
        "<p>- Advertisement -</p>",
        "<p>Anzeige</p>",
        "<p>Story continues below advertisement</p>",
        "<p>Share this article</p>",
        "<p>Diesen Artikel teilen</p>",
        "<p>[Advertisement]</p>",
        "<p>READ MORE | Bakers want longer nights, says Kellermann</p>",
        "<p>[Related: Bakers want longer nights, says Kellermann]</p>",
        '<div class="paywall"><p>La suite est réservée aux abonnés.</p></div>',
        "<p>Sie möchten weiterlesen? Dann testen Sie jetzt Moor+.</p>",
        "<ul><li>Follow us on Facebook</li><li>Share this article</li></ul>",
        "<p>Follow us on Facebook and X for more news of the fen.</p>",
        "<p>Folgen Sie uns auf Instagram!</p>",
        "<p>Sign up for the Fen Herald’s morning newsletter here.</p>",
        "<p><em>Get the day’s top headlines delivered to your inbox by subscribing to our newsletter.</em></p>",
        "<p>Subscribe to continue reading.</p>",
        "<p>Already a subscriber? <a href='/in'>Log in</a></p>",
        "<p>This article is for subscribers. Log in to read the rest of it.</p>",
        "<p>Melden Sie sich für unseren täglichen Newsletter an.</p>",
        "<p>Dieser Artikel ist nur für Abonnenten. Jetzt weiterlesen mit Moor+.</p>",
        "<p>Sie sind bereits Abonnent? Hier anmelden</p>",
    ],
)  # fmt: skip
def test_what_is_none_of_the_article_is_left_out(tmp_path: Path, box: str) -> None:
    body = f"<p>{FIRST}</p><p>{SECOND}</p>{box}<p>{THIRD}</p>"
    assert read(tmp_path, body=body).text == TEXT
    assert read(tmp_path, body=f"{BODY}{box}").text == TEXT


@pytest.mark.parametrize(
    "body",
    [
        f'<div class="paywall">{BODY}<p>The county pays the subscription of the bus.</p></div>',
        BODY.replace("<p>", '<p class="paywall">') + "<p class='paywall'>A subscription costs nine pounds.</p>",
        f'{BODY}<div class="promo"><p>The county wants to promote the bus in June, on posters and by post.</p></div>',
        f"{BODY}<p>“Sign up for our newsletter”, the mayor told everybody who had come to the quay.</p>",
        f"{BODY}<p>The mayor said that people should subscribe to the newsletter of the county and follow it.</p>",
        f"{BODY}<p>Related costs were never part of the plan, the mayor said, nor were the lamps.</p>",
        f"{BODY}<p>Anzeige erstattete am Montag die Hafenmeisterin, wie die Polizei in Sandlow sagte.</p>",
        f"{BODY}<p>Subscribers of the ferry’s season ticket get back a half of what they had paid.</p>",
        f"{BODY}<p>Read more than one book a year, the mayor told the children of the school.</p>",
        f'{BODY}<p>More on the plan is said in <a href="/x">the minutes</a>, which the clerk read out on Monday.</p>',
        f"{BODY}<p>Melden Sie sich jetzt bei der Polizei in Sandlow, wenn Sie etwas gesehen haben.</p>",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_stays(tmp_path: Path, body: str) -> None:
    last = body.rpartition("<p")[2].partition(">")[2].partition("</p>")[0]
    text = read(tmp_path, body=body).text
    assert all(sentence in text for sentence in (FIRST, SECOND, THIRD))
    assert last.replace('<a href="/x">', "").replace("</a>", "") in text


# Quotations


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<q>It will hold this winter</q>, Benali said.", "“It will hold this winter”, Benali said."),
        ("<q>He said <q>no</q> to it</q>, Benali said.", "“He said ‘no’ to it”, Benali said."),
        ("<q>It <em>will</em> hold</q>, Benali said.", "“It will hold”, Benali said."),
        ("<q>“It will hold”</q>, Benali said.", "“It will hold”, Benali said."),
        ("He said “<q>never</q>” to it.", "He said “never” to it."),
        ("He said <q>one</q> and <q>two</q>.", "He said “one” and “two”."),
        ("She called it <q>a <b>gift</b></q>.", "She called it “a gift”."),
    ],
)
def test_marks_that_browsers_draw_are_written(tmp_path: Path, written: str, shown: str) -> None:
    assert read(tmp_path, body=f"{BODY}<p>{written} It was the last word of the evening.</p>").text == (
        f"{TEXT}\n\n{shown} It was the last word of the evening."
    )


QUOTED = "“Whoever votes no votes for the sea.”"


@pytest.mark.parametrize(
    "box",
    [
        "<blockquote><p>Whoever votes no votes for the sea.</p><cite>Yusra Benali, engineer</cite></blockquote>",
        "<blockquote>Whoever votes no votes for the sea. <cite>Yusra Benali, engineer</cite></blockquote>",
        f"<blockquote>{QUOTED}<footer>— <cite>Yusra Benali</cite>, engineer</footer></blockquote>",
        "<blockquote><p>Whoever votes no votes for the sea. — <cite>Yusra Benali, engineer</cite></p></blockquote>",
        f"<figure><blockquote>{QUOTED}</blockquote><figcaption>Yusra Benali, engineer</figcaption></figure>",
        "<blockquote><p>Whoever votes no<br>votes for the sea.</p><p>— Yusra Benali, engineer</p></blockquote>",
        "<blockquote>Whoever votes no votes for the sea.<p class='attribution'>Yusra Benali, engineer</p></blockquote>",
        "<div class='pull-quote'><p>Whoever votes no votes for the sea.</p><cite>Yusra Benali, engineer</cite></div>",
    ],
)  # fmt: skip
def test_a_pull_quote_is_its_speakers(tmp_path: Path, box: str) -> None:
    loaded = read(tmp_path, body=f"<p>{FIRST}</p><p>{SECOND}</p>{box}<p>{THIRD}</p>")
    assert loaded.text == TEXT.replace(THIRD, f"{QUOTED}\n\n— Yusra Benali, engineer\n\n{THIRD}")
    found = attribute(loaded, split_sentences(loaded.id, loaded.text))
    assert "Yusra Benali" in {said.speaker for said in found if loaded.text[said.start : said.end] in QUOTED}


@pytest.mark.parametrize(
    "box",
    [
        "<blockquote><p>In <cite>Fen</cite> nobody votes against the sea, not even the mayor of it.</p></blockquote>",
        "<blockquote><p>Nobody votes against the sea, not even the mayor of it, nor did she.</p></blockquote>",
        "<blockquote><p>Nobody votes against the sea, not even the mayor of it.</p><p>the mayor</p></blockquote>",
        "<blockquote><p>Nobody votes against the sea, not even the mayor of it.</p>&mdash; Yusra (@yusra)</blockquote>",
    ],
)
def test_a_quotation_without_a_signature_stays_as_it_is(tmp_path: Path, box: str) -> None:
    text = read(tmp_path, body=f"<p>{FIRST}</p><p>{SECOND}</p>{box}<p>{THIRD}</p>").text
    assert "obody votes against the sea, not even the mayor of it" in text
    assert "“" not in text
