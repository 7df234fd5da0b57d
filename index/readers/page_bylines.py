"""Who wrote a page's article: the names alone, without jobs, dates, addresses, other credits and the paper itself.

What is found for a page is a line made into names somehow; the line itself tells better which of them are.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from index.readers.boilerplate import pattern, table
from index.readers.page_boxes import is_box
from index.readers.page_titles import letters_of
from index.readers.page_tree import HtmlTree, lines_of, text_of

_MAX_LINE = 200  # characters of a byline
_MIN_WORDS = 2  # of a name that is only seen, or was cut
_BESIDE = ("aside", "nav", "footer", "li")
_CALLED = ("class", "id", "rel", "itemprop", "data-testid", "data-component")
_CALLED_BYLINE = re.compile(r"author|byline|writer|\bbyl\b|(?:posted|submitted)-?by", re.IGNORECASE)
_BETWEEN_PARTS = re.compile(r"\n|[|•·;]|\s[–—-]\s")
_BETWEEN_NAMES = re.compile(r",|/|\s(?:and|und|&|et|y|e)\s")
_ADDRESS = re.compile(r"\S*@\S*|https?:\S+|www\.\S+")
_PLACE = re.compile(r"\s(?:in|at|for|aus|für)\s.*")
# "Ilse van der Berg": words in lower case are short, else it is a sentence.
_NAME = re.compile(r"(?!.*\d)[^\Wa-z_]\S*(?:\s(?:[^\Wa-z_]\S*|\w{1,3}|['’]\S+)){0,5}$")
_ASIDE = re.compile(r"\s*\(([^()]*)\)?")
_WORD = re.compile(r"[^\W_]+")


def writers(tree: HtmlTree, found: str, *sites: str) -> str:
    """Return the names of who wrote a page's article, between semicolons: of what was found for it, those that are.

    Where the line that they were found in is on the page, the names are read of it.
    """
    papers = set(map(letters_of, sites))
    bylines = {element: line for element in tree.iter() if (line := _byline(element))}
    found_names = found.split("; ")
    names = _read(found, bylines.values(), papers) or _without(found_names, papers) or _led(bylines, papers)
    return "; ".join(_spelled(names, found_names))


def _read(found: str, lines: Iterable[str], papers: set[str]) -> list[str]:
    """Return the names of the shortest byline that has any, of those in which what was found stands."""
    own = sorted(filter(lambda line: _words(found) <= _words(line), lines), key=len) if found else []
    return next(filter(None, (_named(line, papers) for line in own)), [])


def _byline(element: HtmlTree) -> str:
    """Return the text of an element that is called a byline, a line each for what stands apart; "" of any other."""
    called = " ".join(element.get(name) or "" for name in _CALLED) if isinstance(element.tag, str) else ""
    if not _CALLED_BYLINE.search(called) or len(text_of(element)) > _MAX_LINE:
        return ""
    return _lead_alone().sub(r"\1 ", "\n".join(lines_of(element)))


def _spelled(names: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return names, those in capitals as others have spelled them."""
    known = {letters_of(name): name for name in others}
    return [known.get(letters_of(name), name) if name.isupper() else name for name in names]


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _named(line: str, papers: set[str]) -> list[str]:
    """Return the names of a byline: of each part of it that says "by", and of the first that holds any."""
    names: list[str] = []
    for part in _BETWEEN_PARTS.split(line):
        begin = _lead_end(part.strip())
        if begin or not names:
            names += _without(_BETWEEN_NAMES.split(_credited(part.strip()[begin:])), papers)
    return list(dict.fromkeys(names))


def _credited(part: str) -> str:
    """Return a part of a byline up to an address, or to where it says who did something else."""
    part = _ADDRESS.split(part)[0] or part
    other = _others().search(part)
    return part[: other.start()] if other else part


def _led(bylines: Mapping[HtmlTree, str], papers: set[str]) -> list[str]:
    """Return the names of the first byline that says "by" and is not beside the article."""
    own = (line for element, line in bylines.items() if _leads().match(line) and not _is_beside(element))
    led = (_named(line, papers) for line in own)
    return [name for name in next(filter(None, led), []) if " " in name]


def _is_beside(element: HtmlTree) -> bool:
    """Return whether an element is of a teaser, a comment, or what else stands beside an article."""
    around = [element, *element.iterancestors()]
    return any(one.tag in _BESIDE or is_box(one, "link_boxes", "comment_boxes") for one in around)


def _without(names: Iterable[str], papers: set[str]) -> list[str]:
    """Return those names that are of people or agencies, without the papers'."""
    cleaned = filter(None, map(_name, names))
    return [name for name in cleaned if letters_of(name) not in papers]


def _name(text: str) -> str:
    """Return a name without the job beside it; "" for what is none."""
    aside = _ASIDE.search(text)
    text = _PLACE.sub("", _ADDRESS.sub("", _ASIDE.sub("", text))).strip(" ,.:()")
    text = text[_lead_end(text) :]
    is_other = (aside and _is_other(aside[1])) or _others().match(text) or _lead_alone().match(f"{text}\n")
    return "" if is_other or not _NAME.match(text) else _without_job(text.split())


def _is_other(aside: str) -> bool:
    """Return whether what stands in brackets behind a name says that it is of who did something else: "(Fotos)"."""
    return f"{aside.casefold().strip(' :')}:" in table("byline_others")


def _lead_end(text: str) -> int:
    """Return where what follows "by" begins; 0 where a text does not begin so."""
    lead = _leads().match(text)
    return lead.end() if lead else 0


def _without_job(words: list[str]) -> str:
    jobs = _places(words, "jobs")
    if not jobs:
        return " ".join(words)
    # Of "Fen Auto Writer" nobody can tell whether it begins with a name, unless a rank follows that.
    left = words[max(jobs) + 1 :] or words[: min(_places(words, "ranks"), default=0)]
    return " ".join(left) if len(left) >= _MIN_WORDS else ""


def _places(words: list[str], name: str) -> list[int]:
    """Return at which places words of a table stand."""
    return [number for number, word in enumerate(words) if word.casefold().strip(".,") in table(name)]


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"(?i:{pattern(table('byline_leads')).pattern})(?::\s*|\s+)(?=[^\W\d_])")


@cache
def _lead_alone() -> re.Pattern[str]:
    return re.compile(rf"^((?i:{pattern(table('byline_leads')).pattern}):?)\n", re.MULTILINE)


@cache
def _others() -> re.Pattern[str]:
    return re.compile(rf"(?i:(?<!\w){pattern(table('byline_others')).pattern})")
