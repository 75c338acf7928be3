"""Plain text: the headline, then the article's text."""

import re

from warta.records import Article

_LINE_END = re.compile("\r\n?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def text(article: Article) -> str:
    """Headline and text, a blank line between them, ending in a newline.

    >>> text(Article(headline="Naik", text="Satu.\\n\\nDua."))
    'Naik\\n\\nSatu.\\n\\nDua.\\n'
    """
    return "\n\n".join(filter(None, (article.headline, article.text))) + "\n"


def legible(words: str) -> str:
    """Words that a terminal may show: what a page says must not steer it.

    >>> legible("a\\x1b[31m\\r\\nb")
    'a�[31m\\nb'
    """
    return _CONTROL.sub("\ufffd", _LINE_END.sub("\n", words))
