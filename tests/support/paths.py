"""Where things lie in the repository."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SAMPLES = ROOT / "ui" / "cli" / "samples"
"""The sample articles that ship with the product."""
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
"""A script that measures the contrast of a page's text."""
