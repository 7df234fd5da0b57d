"""Who wrote a page's article: the names alone, without jobs, dates, addresses, other credits and the paper itself.

What is found for a page is a line made into names somehow; the line itself tells better which of them are.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from index.readers.boilerplate import pattern, table
from index.readers.page_titles import letters_of
from index.readers.page_tree import HtmlTree, lines_of

_MAX_LINE = 200  # characters of a byline
_MAX_WORDS = 6  # of a name
_MIN_WORDS = 2  # of a name that is only seen, or was cut
_CALLED = ("class", "id", "rel", "itemprop", "data-testid", "data-component")
_CALLED_BYLINE = re.compile(r"author|byline|writer|\bbyl\b|(?:posted|submitted)-?by", re.IGNORECASE)
_BETWEEN_PARTS = re.compile(r"\n|[|•·;]|\s[–—-]\s")
_BETWEEN_NAMES = re.compile(r",|/|\s(?:and|und|&|et|y|e)\s")
_ADDRESS = re.compile(r"\S*@\S*|https?:\S+|www\.\S+")
_PLACE = re.compile(r"\s(?:in|at|for|aus|für)\s.*")
_WORD = re.compile(r"[^\W_]+")


def writers(tree: HtmlTree, found: str, *sites: str) -> str:
    """Return the names of who wrote a page's article, between semicolons: of what was found for it, those that are.

    Where the line that they were found in is on the page, the names are read of it.
    """
    papers = set(map(letters_of, sites))
    lines = list(_bylines(tree))
    words = _words(found)
    own = min((line for line in lines if words and words <= _words(line)), key=len, default="")
    spelled = {letters_of(name): name for name in found.split("; ")}
    names = _named(own, papers) or _without(spelled.values(), papers) or _led(lines, papers)
    return "; ".join(spelled.get(letters_of(name), name) if name.isupper() else name for name in names)


def _bylines(tree: HtmlTree) -> Iterator[str]:
    """Yield the texts of the elements that are called bylines, a line each for what stands apart."""
    for element in tree.iter():
        if isinstance(element.tag, str) and any(_CALLED_BYLINE.search(element.get(name) or "") for name in _CALLED):
            text = _lead_alone().sub(r"\1 ", "\n".join(lines_of(element)))
            if text and len(text) <= _MAX_LINE:
                yield text


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _named(line: str, papers: set[str]) -> list[str]:
    """Return the names of a byline: of each part of it that says "by", and of the first that holds any."""
    names: list[str] = []
    for part in _BETWEEN_PARTS.split(line):
        lead = _leads().match(part.strip())
        if lead or not names:
            names += _without(_BETWEEN_NAMES.split(_credited(part.strip()[lead.end() if lead else 0 :])), papers)
    return list(dict.fromkeys(names))


def _credited(part: str) -> str:
    """Return a part of a byline up to where it says who did something else."""
    other = _others().search(part)
    return part[: other.start()] if other else part


def _led(lines: Iterable[str], papers: set[str]) -> list[str]:
    """Return the names of the first byline that says "by"."""
    led = (_named(line, papers) for line in lines if _leads().match(line))
    return next(([name for name in names if " " in name] for names in led if names), [])


def _without(names: Iterable[str], papers: set[str]) -> list[str]:
    """Return those names that are of people or agencies, without the papers'."""
    cleaned = filter(None, map(_name, names))
    return [name for name in cleaned if letters_of(name) not in papers]


def _name(text: str) -> str:
    """Return a name without the job beside it; "" for what is none."""
    text = _PLACE.sub("", _ADDRESS.sub("", text)).strip(" ,.:()")
    lead = _leads().match(text)
    text = text[lead.end() :] if lead else text
    words = text.split()
    is_name = bool(words) and not words[0][0].islower() and not any(map(str.isdigit, text)) and len(words) <= _MAX_WORDS
    return _without_job(words) if is_name and not (_others().match(text) or _lead_alone().match(f"{text}\n")) else ""


def _without_job(words: list[str]) -> str:
    jobs = [number for number, word in enumerate(words) if word.casefold().strip(".,") in table("jobs")]
    if not jobs:
        return " ".join(words)
    ranks = [number for number, word in enumerate(words) if word.casefold() in table("ranks")]
    # Of "Fen Auto Writer" nobody can tell whether it begins with a name.
    left = words[max(jobs) + 1 :] or (words[: min(ranks)] if ranks else [])
    return " ".join(left) if len(left) >= _MIN_WORDS else ""


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"(?i:{pattern(table('byline_leads')).pattern})(?::\s*|\s+)(?=[^\W\d_])")


@cache
def _lead_alone() -> re.Pattern[str]:
    return re.compile(rf"^((?i:{pattern(table('byline_leads')).pattern}):?)\n", re.MULTILINE)


@cache
def _others() -> re.Pattern[str]:
    return re.compile(rf"(?i:(?<!\w){pattern(table('byline_others')).pattern})")
