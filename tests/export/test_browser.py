"""The page in a real browser: Chromium, where one is installed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qa_bot import Bot
from tests.export.test_page import page_of

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"
QUESTIONS = ("what does Putin want?", "what is the capital of Japan?", "when was Crimea annexed?")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], timeout=120_000
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def page_file(bot: Bot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "talk.html"
    file.write_text(page_of(bot, *map(bot.ask, QUESTIONS)), "utf-8")
    return file


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a file; anything the browser complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def call(file: Path, **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on(
            "request",
            lambda request: complaints.append(request.url) if page.url == file.as_uri() else None,
        )
        page.goto(file.as_uri())
        return page

    yield call
    for context in contexts:
        context.close()
    assert not complaints


def background(page: Any, selector: str) -> str:
    return str(
        page.locator(selector).first.evaluate("one => getComputedStyle(one).backgroundColor")
    )


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"java_script_enabled": False},
        {"viewport": {"width": 390, "height": 800}},
        {"color_scheme": "dark"},
    ],
    ids=["wide", "without scripting", "phone", "dark"],
)
def test_a_clicked_citation_is_marked_and_in_view(
    visit: Callable[..., Any], page_file: Path, options: dict[str, Any]
) -> None:
    page = visit(page_file, **options)
    link = page.locator("#q3 a").first
    mark = f"mark.{link.get_attribute('href')[1:]}"
    quiet = background(page, mark)
    link.click()
    page.mouse.move(0, 0)
    assert background(page, mark) != quiet
    assert "annexed Crimea" in page.locator(mark).inner_text()
    box, view = page.locator(mark).bounding_box(), page.viewport_size
    assert 0 <= box["y"] <= view["height"] - box["height"]
    width = page.locator("html").evaluate("one => one.scrollWidth")
    assert width <= view["width"]


def test_a_citation_is_marked_under_the_pointer_and_by_the_keyboard(
    visit: Callable[..., Any], page_file: Path
) -> None:
    page = visit(page_file)
    link = page.locator("#q1 a").first
    mark = f"mark.{link.get_attribute('href')[1:]}"
    quiet = background(page, mark)
    link.hover()
    assert background(page, mark) != quiet
    page.mouse.move(0, 0)
    assert background(page, mark) == quiet
    for _ in range(3):  # after the two links that skip to a pane, and the filter
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert background(page, mark) != quiet
    page.keyboard.press("Enter")
    assert page.url.endswith(link.get_attribute("href"))


def test_a_screen_reader_finds_its_way(visit: Callable[..., Any], page_file: Path) -> None:
    page = visit(page_file)
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("region", name="Questions and answers").count() == 1
    assert page.get_by_role("region", name="The article").count() == 1
    assert page.get_by_role("article", name=QUESTIONS[1]).count() == 1
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.get_by_role("link", name="Back to question 3").count() == 1


def test_print_shows_everything_below_one_another(
    visit: Callable[..., Any], page_file: Path
) -> None:
    page = visit(page_file)
    page.emulate_media(media="print")
    answers, articles = page.locator("#answers"), page.locator("#articles")
    assert articles.bounding_box()["y"] >= answers.bounding_box()["height"]
    assert articles.evaluate("one => one.scrollHeight <= one.clientHeight")


def test_a_hostile_article_does_nothing(
    visit: Callable[..., Any], make_index: Callable[..., Path], tmp_path: Path
) -> None:
    directory = make_index(mill=f"{ATTACK}\n\nThe {ATTACK} mill was built in 1702 by Peter Holm.")
    file = tmp_path / "hostile.html"
    with Bot.open(directory) as bot:
        answer = bot.ask(f"When was the mill built? {ATTACK}")
        file.write_text(page_of(bot, answer), "utf-8")
    page = visit(file)
    assert page.locator("script, img").count() == 0
    assert "<script>alert(1)</script>" in page.locator("#articles").inner_text()
