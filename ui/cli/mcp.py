"""The command line's way to the tools: `onrecord mcp`, which a chat client starts for itself."""

import click

from ui.cli.options import build_engine, build_models, index_options, model_options, wording_of


@click.command("mcp")
@model_options
@index_options
@click.pass_context
def mcp_command(ctx: click.Context) -> None:
    """Serve the articles to a chat client as tools (MCP), over standard input and output."""
    engine = build_engine(ctx, must_exist=True, models=build_models(ctx))
    from ui.api.mcp.server import serve_stdio

    serve_stdio(engine, wording_of(ctx))
