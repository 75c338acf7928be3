"""Plain text: the headline, then the article's text."""

from warta.records import Article


def text(article: Article) -> str:
    """Headline and text, a blank line between them, ending in a newline.

    >>> text(Article(headline="Naik", text="Satu.\\n\\nDua."))
    'Naik\\n\\nSatu.\\n\\nDua.\\n'
    """
    return "\n\n".join(filter(None, (article.headline, article.text))) + "\n"
