"""Thirty payloads, and an article with one of them in every field."""

from index.records import Article

PAYLOADS = (
    "<script>hacked()</script>",
    "</script><script>hacked()</script>",
    "<img src=x onerror=hacked()>",
    "<img src=http://evil.example/pixel.png>",
    "<svg onload=hacked()></svg>",
    "<svg><script>hacked()</script></svg>",
    "<iframe src=javascript:hacked()></iframe>",
    "<iframe srcdoc='<script>parent.hacked()</script>'></iframe>",
    "<object data=javascript:hacked()></object>",
    "<embed src=http://evil.example/x.swf>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<style>*{display:none}</style>",
    "<base href=http://evil.example/>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<form action=http://evil.example><button>Go</button></form>",
    "<a href=javascript:hacked()>click</a>",
    "<details open ontoggle=hacked()>x</details>",
    "<video><source onerror=hacked()></video>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=hacked()&gt;'>",
    "<div style='position:fixed;inset:0;background:red'>over all</div>",
    '"><img src=x onerror=hacked()>',
    "' onmouseover='hacked()",
    "[click](javascript:hacked())",
    "![tracker](http://evil.example/t.png)",
    "[x]: javascript:hacked().\n[x]",
    "```html.\n<script>hacked()</script>.\n```",
    "$$\\href{javascript:hacked()}{x}$$",
    "&lt;script&gt;hacked()&lt;/script&gt;",
    "javascript:hacked()//http://good.example",
    "\u202egnihtemos\u202c \u2066isolated\u2069 \u200f\u200b\ufeff",
)


def hostile_article(number: int, payload: str) -> Article:
    """An article that says the payload wherever it can."""
    return Article(
        f"{payload}#{number}",
        f"The wicked pamphlet{number} says {payload} and then goes on.\n\nA second wicked pamphlet{number} follows.",
        payload,
        url=payload,
        publisher=payload,
        author=payload,
    )
