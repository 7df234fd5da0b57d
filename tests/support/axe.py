"""WCAG 2.2 AA as far as axe-core can tell."""

from tests.support.reader import Chat

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(chat: Chat) -> list[tuple[str, str, list[str]]]:
    """What axe-core holds against the page as it is shown now: impact, rule, where."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(chat.page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    return [(v["impact"], v["id"], [str(node["target"]) for node in v["nodes"]]) for v in found]
