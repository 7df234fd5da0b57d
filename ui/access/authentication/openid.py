"""Signing in at a provider of OpenID Connect, by Authlib: authorization code with PKCE, state and nonce."""

import logging
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from index.errors import InputError, OnRecordError
from ui.access.authentication.sessions import epoch_of
from ui.access.rules import Principal, is_name
from ui.access.settings import OpenIdRules

_SECONDS = 10
# Never "none", nor a digest by the client's secret, whatever the provider says that it can do.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_log = logging.getLogger("onrecord")


class ProviderError(OnRecordError):
    """A sign-in at a provider that failed."""

    def __init__(self, status: int, key: str) -> None:
        """Answer with `status`; `key` names the sentence in the catalogue."""
        super().__init__(key)
        self.status, self.key = status, key


class OpenIdProvider:
    """A provider, asked for its addresses at the first sign-in."""

    def __init__(self, rules: OpenIdRules) -> None:
        """Read the client's secret. Raises `InputError` when that cannot be read."""
        self._rules = rules
        try:
            self._secret = rules.client_secret_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                "{file} cannot be read as the client's secret ({reason}).",
                "openid.secret",
                file=rules.client_secret_file,
                reason=error,
            ) from error

    @property
    def epoch(self) -> str:
        """A text that differs by provider: sessions of the one before end with the next."""
        return epoch_of(self._rules.issuer, self._rules.client_id)

    async def redirect_to_provider(self, request: Request, answer_at: str) -> Response:
        """Return the redirect to the provider, which sends its answer to `answer_at`. Raises `ProviderError`."""
        try:
            await self._discover()
            response: Response = await self._client.authorize_redirect(request, answer_at)
        except Exception as error:
            raise _fault(error) from error
        return response

    async def handle_callback(self, request: Request) -> Principal:
        """Return who signed in there. Raises `ProviderError`."""
        try:
            await self._discover()
            token = await self._client.authorize_access_token(request)
            claims = await self._all_claims(token)
        except Exception as error:
            raise _fault(error) from error
        return self._principal(claims)

    @cached_property
    def _client(self) -> Any:
        from authlib.integrations.starlette_client import OAuth

        return OAuth().register(
            "provider",
            client_id=self._rules.client_id,
            client_secret=self._secret,
            server_metadata_url=f"{self._rules.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": self._rules.scope, "code_challenge_method": "S256", "timeout": _SECONDS},
        )

    async def _discover(self) -> None:
        metadata = await self._client.load_server_metadata()
        if str(metadata["issuer"]).rstrip("/") != self._rules.issuer.rstrip("/"):
            raise ValueError(f"calls itself {metadata['issuer']!r}")
        offered = metadata.get("id_token_signing_alg_values_supported", ())
        metadata["id_token_signing_alg_values_supported"] = [a for a in offered if a in _ALGORITHMS] or ["RS256"]

    async def _all_claims(self, token: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the claims of the ID token; with those of the user endpoint where one that is wanted is missing."""
        claims: Mapping[str, Any] = token["userinfo"]
        wanted = (self._rules.name_claim, self._rules.groups_claim)
        if all(claim in claims for claim in wanted) or "userinfo_endpoint" not in self._client.server_metadata:
            return claims
        more = await self._client.userinfo(token=token)
        if more.get("sub") != claims["sub"]:
            raise ValueError("tells of somebody else")
        return {**more, **claims}

    def _principal(self, claims: Mapping[str, Any]) -> Principal:
        name, groups = claims.get(self._rules.name_claim), claims.get(self._rules.groups_claim, [])
        groups = [groups] if isinstance(groups, str) else groups
        if not is_name(name) or not isinstance(groups, list):
            _log.warning("The provider of OpenID Connect gave no usable %s: see [openid].", self._rules.name_claim)
            raise ProviderError(502, "sign_in.nameless")
        return Principal(str(name), tuple(group for group in groups if is_name(group)))


def _fault(error: Exception) -> ProviderError:
    from authlib.integrations.base_client.errors import MismatchingStateError, OAuthError

    if isinstance(error, MismatchingStateError):
        return ProviderError(400, "sign_in.astray")
    if isinstance(error, OAuthError):
        return ProviderError(400, "sign_in.declined")
    _log.warning("The provider of OpenID Connect could not be used: %s: %s", type(error).__name__, error)
    return ProviderError(502, "sign_in.unreachable")
