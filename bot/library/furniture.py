"""What a page has around its content: told by its words, by its markup, or by being nothing but links."""

from __future__ import annotations

import re

from lxml import etree

from bot.library.blocks import squeezed

# What people press rather than read.
_NAVIGATION = {
    *("skip to main content", "skip to content", "skip navigation", "back to top", "table of contents", "home"),
    *("menu", "search", "share", "print", "read more", "previous", "next", "subscribe", "log in", "sign in"),
    *("accept all cookies", "cookie settings", "all rights reserved", "share this page"),
}
_RIGHTS = re.compile(r"^(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_LONGEST_RIGHTS, _LONGEST_LINE = 20, 200

_NEVER = {
    *("script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed", "canvas", "video"),
    *("audio", "map", "nav", "dialog", "menu", "button", "select", "textarea", "datalist", "label", "legend", "img"),
}
_NEVER_ROLES = {"navigation", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar", "tablist"}
_SECTIONS = {"article", "section", "blockquote"}
# Words of class and id names. The first kind is furniture wherever it stands, the second where something can be
# pressed in it, the third where it is mostly links.
_MARKS = {
    *(
        "breadcrumb",
        "breadcrumbs",
        "nav",
        "navbar",
        "navigation",
        "topnav",
        "sidenav",
        "subnav",
        "sidebar",
        "pagination",
    ),
    *("pager", "modal", "popup", "skiplink", "sharing", "offcanvas", "megamenu"),
}
_MARKS_OF_QUESTIONS = {"cookie", "cookies", "consent", "gdpr", "newsletter", "subscribe", "login"}
_MARKS_OF_LINKS = {
    "menu",
    "related",
    "share",
    "social",
    "banner",
    "widget",
    "tags",
    "links",
    "language",
    "comments",
    "top",
}
_PRESSED = {"button", "input", "a"}
# A box in which this share of the words is links, and at least three of them, leads elsewhere.
_MOSTLY, _PARTLY, _FEWEST_LINKS, _LONGEST_LINK = 0.7, 0.4, 3, 7
_BOXES = {"div", "ul", "ol", "table", "section", "p", "form", "center", "dl", "aside"}
# What holds more than half of the page's words is the page, whatever it is called.
_MOST_OF_PAGE = 0.5
# A page's <main> is believed when at least this much of the page is in it.
_LEAST_MAIN = 0.3


def is_navigation(text: str) -> bool:
    """Whether a line is there to be pressed, or says whose the page is."""
    if len(text) > _LONGEST_LINE:
        return False
    plain = squeezed(text).lower().rstrip(".!›»>↑ ")
    return plain in _NAVIGATION or bool(_RIGHTS.match(plain) and len(plain.split()) <= _LONGEST_RIGHTS)


class Furniture:
    """Tells the furniture of one page from its content."""

    def __init__(self, page: etree._Element) -> None:
        """Count the words of each element, and how many of them are links."""
        self._words: dict[etree._Element, int] = {}
        self._linked: dict[etree._Element, int] = {}
        self._links: dict[etree._Element, int] = {}
        self._holds_title: set[etree._Element] = set()
        # Children come after their parents in a document, so that backwards every child is counted before.
        for element in reversed(list(page.iter(etree.Element))):
            self._count(element)
        self.content = self._main(page)
        self._has_main = self.content is not page

    def holds(self, element: etree._Element) -> bool:
        """Whether an element and all that is in it is furniture."""
        tag, role = element.tag, element.get("role", "")
        if tag in _NEVER or role in _NEVER_ROLES:
            return True
        if element is self.content or tag in {"html", "body", "main"}:
            return False
        if tag == "header" or role == "banner":
            return element not in self._holds_title and not _below(element, {*_SECTIONS, "main"})
        if tag in {"figcaption", "p", "div", "span"} and _is_picture_caption(element):
            return True
        if self._is_most(element) or element in self._holds_title:
            return False
        marks = _marks(element)
        if tag == "footer" or role == "contentinfo" or "footer" in marks:
            return not _below(element, _SECTIONS)
        if tag == "aside" or role == "complementary":
            return not _below(element, {"article", "main"}) or self._leads_elsewhere(element, _PARTLY)
        return self._is_marked(element, marks) or (tag in _BOXES and self._is_list_of_links(element))

    def _count(self, element: etree._Element) -> None:
        words = len((element.text or "").split()) if element.tag not in _NEVER else 0
        linked = links = 0
        if element.tag not in _NEVER:
            for child in element.iterchildren(etree.Element):
                words += self._words[child]
                linked += self._linked[child]
                links += self._links[child]
            words += sum(len((child.tail or "").split()) for child in element)
        if element.tag in {"h1", "main"} or any(child in self._holds_title for child in element):
            self._holds_title.add(element)
        if element.tag == "a" and element.get("href") is not None:
            linked, links = words, 1
        self._words[element], self._linked[element], self._links[element] = words, linked, links

    def _main(self, page: etree._Element) -> etree._Element:
        mains = [
            element for element in page.iter(etree.Element) if element.tag == "main" or element.get("role") == "main"
        ]
        if len(mains) == 1 and self._unlinked(mains[0]) >= max(1, _LEAST_MAIN * self._unlinked(page)):
            return mains[0]
        return page

    def _unlinked(self, element: etree._Element) -> int:
        return self._words[element] - self._linked[element]

    def _is_most(self, element: etree._Element) -> bool:
        return self._unlinked(element) > _MOST_OF_PAGE * self._unlinked(self.content)

    def _is_marked(self, element: etree._Element, marks: set[str]) -> bool:
        if marks & _MARKS:
            return True
        if marks & _MARKS_OF_QUESTIONS:
            return next(element.iter(*_PRESSED), None) is not None
        return bool(marks & _MARKS_OF_LINKS) and self._leads_elsewhere(element, _PARTLY)

    def _is_list_of_links(self, element: etree._Element) -> bool:
        """Links and nothing else, on a page that doesn't say where its content is; below a heading they are content."""
        if self._has_main or _below(element, {"article", "main"}) or not self._leads_elsewhere(element, _MOSTLY):
            return False
        before = element.getprevious()
        return before is None or before.tag not in {"p", "h1", "h2", "h3", "h4", "h5", "h6"}

    def _leads_elsewhere(self, element: etree._Element, share: float) -> bool:
        links, linked, words = self._links[element], self._linked[element], self._words[element]
        return links >= _FEWEST_LINKS and linked >= share * words and linked <= _LONGEST_LINK * links


def _below(element: etree._Element, tags: set[str]) -> bool:
    return any(ancestor.tag in tags for ancestor in element.iterancestors())


def _marks(element: etree._Element) -> set[str]:
    """The words in the names that a page's maker gave an element: `siteFooter` and `site-footer` are two words."""
    names = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", f"{element.get('class', '')} {element.get('id', '')}")
    return set(re.findall(r"[a-z]+", names.lower()))


def _is_picture_caption(element: etree._Element) -> bool:
    if element.tag != "figcaption" and not _marks(element) & {"caption", "credit"}:
        return False
    around = element.getparent()
    if around is None or next(around.iter("img", "svg", "video"), None) is None:
        return False
    # With these a figure is more than a picture: its caption belongs to a table or a quotation.
    return next(around.iter("table", "pre", "blockquote", "h1", "h2"), None) is None
