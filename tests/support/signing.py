"""A portal that signs tokens, for tests: its key, and the rules and headers that go with it."""

import tempfile
import time
from pathlib import Path

import jwt

from ui.access.settings import TokenRules

SECRET = "a secret of the portal, for these tests"
KEY = Path(tempfile.mkdtemp()) / "portal.key"
KEY.write_text(SECRET)
TOKENS = TokenRules(keys=(KEY,))


def signed(name: str) -> dict[str, str]:
    """The headers of a request by somebody who may read the collection "default"."""
    now = int(time.time())
    claims = {"sub": name, "aud": "onrecord", "iat": now, "exp": now + 600, "collections": ["default"]}
    return {"Authorization": f"Bearer {jwt.encode(claims, SECRET, 'HS256')}"}
