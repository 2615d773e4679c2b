"""A document as one web page: it asks the network for nothing and runs nothing."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from documents.model import Document, led
from rapid_review.questions.forms import in_words
from rapid_review.timing.london import clock_words, local_day


def web(document: Document) -> str:
    """The whole page. Every value is escaped; there is no script, and its own policy forbids any."""
    return (
        _template().render(
            document=document,
            made=clock_words(document.made_at),
            today=in_words(local_day(document.made_at)),
            led=led,
        )
        + "\n"
    )


@lru_cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("documents"), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=False
    )
    return environment.get_template("document.html.j2")
