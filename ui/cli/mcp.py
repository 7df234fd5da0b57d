"""The command line's way to the tools: `onrecord mcp`, which a chat client starts for itself."""

import click

from ui.cli.options import asker_of, models_of, on_index, with_models


@click.command("mcp")
@with_models
@on_index
@click.pass_context
def mcp_command(ctx: click.Context) -> None:
    """Serve the articles to a chat client as tools (MCP), over standard input and output."""
    asker = asker_of(ctx, must_exist=True, models=models_of(ctx))
    from ui.api.mcp.server import serve_stdio

    serve_stdio(asker)
