#!/usr/bin/env python3
"""check-page.py MAKE-REPORT INPUT...: writes pages and pictures of hostile and ordinary logs and checks what a reader's
browser would meet: no script, nothing loaded, no stray markup, ids unique, every link leading somewhere; in Chromium, where
there is one, as many arrows as were written."""
import html.parser
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

TAGS = set("""html head meta title style body header h1 h2 h3 h4 p nav table thead tbody tr th td a main article section div
span dl dt dd ul ol li code strong b details summary pre footer svg defs use g rect path line text tspan circle desc""".split())
VOID = {"meta"}
ATTRIBUTES = set("""lang charset http-equiv content name class id href rel style role aria-label aria-labelledby aria-hidden scope
open data-n width height viewbox x y x1 x2 y1 y2 rx r cx cy d transform text-anchor""".split())


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.ids, self.links, self.arrows, self.policy, self.problems = [], [], [], 0, "", []

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS:
            self.problems.append(f"tag <{tag}>")
        values = dict(attributes)
        for name, value in attributes:
            if name not in ATTRIBUTES:
                self.problems.append(f"attribute {name} of <{tag}>")
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.links.append(value)
            if name == "style" and not re.fullmatch(r"[a-z-]+: ?[0-9a-z]+", value):
                self.problems.append(f"style {value}")
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]
        # The rules of the page do not reach into what a <use> shows: it inherits the look, and would have none.
        if tag == "use" and values.get("class") != "lane" or tag == "path" and "id" in values and "class" in values:
            self.problems.append(f"<{tag}> of the lanes: class {values.get('class')}")
        if tag == "g" and values.get("class", "").split(" ")[0] == "arrow":
            self.arrows += 1
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self.stack.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.problems.append(f"</{tag}> closes another element")

    def handle_comment(self, data):
        self.problems.append("comment")


def check_text(text, problems):
    for c in text:
        n = ord(c)
        if (n < 0x20 and c not in "\n\t") or 0x7F <= n < 0xA0 or 0x202A <= n <= 0x202E or 0x2066 <= n <= 0x2069:
            problems.append(f"character U+{n:04X}")
    if re.search(r"url\s*\(|@import|expression\s*\(", text):
        problems.append("something to load in the style")


def check_page(path):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    page = Page()
    page.feed(text)
    page.close()
    check_text(text, page.problems)
    if page.policy != "default-src 'none'; style-src 'unsafe-inline'; img-src data:":
        page.problems.append("no policy")
    if page.stack:
        page.problems.append(f"not closed: {page.stack}")
    for name in {i for i in page.ids if page.ids.count(i) > 1}:
        page.problems.append(f"id {name} twice")
    for link in page.links:
        if not (link.startswith("https://learn.microsoft.com/") or link.startswith("#") and link[1:] in page.ids):
            page.problems.append(f"link {link}")
    if page.arrows == 0:
        page.problems.append("no arrows")
    return page


def check_picture(path):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    root = xml.etree.ElementTree.fromstring(text)
    problems = []
    check_text(text, problems)
    for element in root.iter():
        if element.tag.split("}")[1] not in TAGS:
            problems.append(f"<{element.tag}>")
        for name in element.attrib:
            if name.lower() not in ATTRIBUTES:
                problems.append(f"attribute {name}")
    width, height = float(root.get("width")), float(root.get("height"))
    for line in root.iter("{http://www.w3.org/2000/svg}line"):
        if not 0 <= float(line.get("x1")) <= width or not 0 <= float(line.get("y2")) <= height:
            problems.append("a line outside of the picture")
    return problems


def chromium_arrows(path, folder):
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        return None
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                 "--disable-background-networking", "--disable-component-update", f"--user-data-dir={folder}/profile"]
    try:
        done = subprocess.run([program, *arguments, "--dump-dom", f"file://{path}"], capture_output=True, timeout=60)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode().count('<g class="arrow') if done.returncode == 0 else None


def main():
    make, inputs = sys.argv[1], sys.argv[2:]
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(inputs):
            for redact in ([], ["redact"]):
                page_path = os.path.join(folder, f"{number}{len(redact)}.html")
                picture_path = os.path.join(folder, f"{number}{len(redact)}.svg")
                subprocess.run([make, name, page_path, *redact], check=True)
                subprocess.run([make, name, picture_path, *redact], check=True)
                page = check_page(page_path)
                problems = page.problems + check_picture(picture_path)
                if not redact:
                    seen = chromium_arrows(page_path, folder)
                    if seen is None:
                        print("Chromium is not here or does not start: not looked at in a browser")
                    elif seen != page.arrows:
                        problems.append(f"{page.arrows} arrows written, {seen} in the browser")
                for problem in problems:
                    print(f"{os.path.basename(name)} {' '.join(redact)}: {problem}")
                failed = failed or bool(problems)
                print(f"{os.path.basename(name)} {' '.join(redact)}: {page.arrows} arrows, {len(page.links)} links")
    return 1 if failed else 0


sys.exit(main())
