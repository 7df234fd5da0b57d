"""Templates of HTML that escape by themselves: all that they are given is text, unless a template made it.

What the chat shows is written as `as_html` does, so that Markdown shows it to the letter as well: the chat runs its
messages through a parser. Jinja's own `~` and `join` escape for HTML alone, so templates use neither.
"""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.environment import TemplateModule
from markupsafe import Markup

from ui.render.escape import as_html


class Macros:
    """The macros of a template file, which is compiled when the first is called."""

    def __init__(self, file: Path, escape: Callable[[str], str] = as_html, **functions: Callable[..., object]) -> None:
        """`escape` makes HTML of text; `functions` are what the macros may call."""
        self._file, self._escape, self._functions = file, escape, functions

    def __call__(self, name: str, *values: object) -> Markup:
        """Return what a macro makes of some values."""
        made: Markup = getattr(self._module, name)(*values)
        return made

    @cached_property
    def _module(self) -> TemplateModule:
        environment = Environment(
            loader=FileSystemLoader(self._file.parent),
            autoescape=True,
            finalize=self._as_data,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.globals |= self._functions
        return environment.get_template(self._file.name).module

    def _as_data(self, value: object) -> Markup:
        return value if isinstance(value, Markup) else Markup(self._escape(str(value)))  # noqa: S704 - it is escaped
