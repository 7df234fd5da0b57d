"""The command line of users: `onrecord user add`, `password`, `remove`, `list`; and the option that names the rules."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from index.errors import InputError
from ui.cli.options import language_option, wording_of

if TYPE_CHECKING:
    from ui.access.settings import Settings
    from ui.render.wording import Wording

F = TypeVar("F", bound=Callable[..., Any])

access_option = click.option(
    "--access",
    metavar="FILE",
    envvar="ONRECORD_ACCESS",
    type=click.Path(path_type=Path),
    help="Rules of access, as TOML (also ONRECORD_ACCESS).",
)
_password_option = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
_groups_option = click.option("--group", "groups", multiple=True, help="A group of the user (may be repeated).")


def rules_at(access: Path | None, host: str, wording: "Wording") -> "Settings | None":
    """Return the rules of access of a server; warn when everyone who reaches `host` may read everything.

    Raises `InputError` when they, or one of the files that they name, cannot be used.
    """
    from ui.access.authentication.policy import Policy
    from ui.access.settings import read_settings
    from ui.http.hosts import LOOPBACK
    from ui.serving.audit import Audit

    if access is None and os.environ.get("ONRECORD_ACCESS") == "":
        raise InputError(
            "ONRECORD_ACCESS is empty: name the file with the rules of access, or unset it.", "command.empty_access"
        )
    if access is None:
        if host not in LOOPBACK:
            click.echo(wording.terminal("serve.open", host=host), err=True)
        return None
    settings = read_settings(access)
    # A fault in keys, users or the audit log is told before anything else is said.
    Policy(settings)
    if settings.audit:
        Audit(settings.audit.file, settings.audit.days)
    return settings


@click.group()
def user() -> None:
    """Keep the users who sign in to this server with a password."""


@user.command()
@click.argument("name")
@_groups_option
@_password_option
@access_option
@language_option
@click.pass_context
def add(ctx: click.Context, name: str, groups: tuple[str, ...], password_stdin: bool, access: Path | None) -> None:
    """Add a user; the password is asked for, twice."""
    from ui.access.authentication.users import changing, read_users, user_with

    file = _file(access)
    if file.exists() and name in read_users(file):
        raise InputError(
            "There is a user {name!r} already: give a new password with `onrecord user password {name}`.",
            "user.known",
            name=name,
        )
    added = user_with(name, _password(password_stdin, wording_of(ctx)), groups)
    with changing(file) as users:
        users[name] = added
    click.echo(wording_of(ctx).terminal("user.added", name=name))


@user.command()
@click.argument("name")
@_password_option
@access_option
@language_option
@click.pass_context
def password(ctx: click.Context, name: str, password_stdin: bool, access: Path | None) -> None:
    """Give a user a new password; whoever is signed in with the old one no longer is."""
    from ui.access.authentication.users import changing, read_users, user_with

    file = _file(access)
    _known(read_users(file), name)
    renewed = user_with(name, _password(password_stdin, wording_of(ctx)))
    with changing(file) as users:
        users[name] = replace(renewed, groups=_known(users, name).groups)
    click.echo(wording_of(ctx).terminal("user.renewed", name=name))


@user.command()
@click.argument("name")
@access_option
@language_option
@click.pass_context
def remove(ctx: click.Context, name: str, access: Path | None) -> None:
    """Remove a user, who is signed out at once."""
    from ui.access.authentication.users import changing

    with changing(_file(access)) as users:
        del users[_known(users, name).name]
    click.echo(wording_of(ctx).terminal("user.removed", name=name))


@user.command("list")
@access_option
def list_users(access: Path | None) -> None:
    """List the users and their groups."""
    from ui.access.authentication.users import read_users

    for name, known in sorted(read_users(_file(access)).items()):
        click.echo(f"{name}: {', '.join(known.groups)}" if known.groups else name)


def _known(users: dict[str, Any], name: str) -> Any:
    if name not in users:
        raise InputError("There is no user {name!r}: `onrecord user list` lists them.", "user.unknown", name=name)
    return users[name]


def _file(access: Path | None) -> Path:
    from ui.access.settings import read_settings

    if access is None:
        raise InputError(
            "Name the rules of access, which say where users are kept, with --access FILE.", "user.no_access"
        )
    kept = read_settings(access).users
    if kept is None:
        raise InputError(
            '{file} says nothing of users: add the lines `[users]` and `file = "users.json"`.',
            "user.no_file",
            file=access,
        )
    return kept.file


def _password(from_stdin: bool, wording: "Wording") -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not _at_terminal():
        raise InputError(
            "There is no terminal to ask for the password at: send it with --password-stdin.", "user.no_terminal"
        )
    written: str = click.prompt(wording.terminal("user.password"), hide_input=True, confirmation_prompt=True, err=True)
    return written


def _at_terminal() -> bool:
    """Whether a password can be asked for; it may be while standard input comes from elsewhere."""
    if sys.stdin.isatty():
        return True
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        return False
    return True
