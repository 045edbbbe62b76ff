"""Reads the feeds of built sections with a reader that is not ours, as a portal's RSS block would.

    python3 .ci/feeds.py SECTION…
"""

import sys
from pathlib import Path

import feedparser

problems = []
feeds = 0

for section in map(Path, sys.argv[1:]):
    for path in sorted([*section.rglob("rss.xml"), *section.rglob("atom.xml")]):
        feeds += 1
        feed = feedparser.parse(path.read_bytes())
        say = lambda what: problems.append(f"{path}: {what}")
        if feed.bozo:
            say(f"not well made: {feed.bozo_exception}")
        if "Nghị quyết 71-NQ/TW" not in feed.feed.get("title", ""):
            say(f"title: {feed.feed.get('title')}")
        if not feed.feed.get("link", "").startswith("http"):
            say(f"link: {feed.feed.get('link')}")
        text = path.read_text(encoding="utf-8")
        if len(feed.entries) != text.count("<item>") + text.count("<entry>"):
            say(f"{len(feed.entries)} entries are read")
        ids = [entry.get("id") for entry in feed.entries]
        if None in ids or len(set(ids)) != len(ids):
            say("ids are missing or doubled")
        dates = [entry.get("published_parsed") for entry in feed.entries]
        if None in dates:
            say("a date cannot be read")
        elif dates != sorted(dates, reverse=True):
            say("not the newest first")
        for entry in feed.entries:
            if not entry.get("title") or not entry.get("link", "").startswith("http"):
                say(f"entry without title or address: {entry.get('id')}")
            if "<" in entry.get("summary", ""):
                say(f"markup in a summary: {entry.get('id')}")

for problem in problems:
    print(problem)
print(f"{feeds} feeds read")
sys.exit(1 if problems or feeds == 0 else 0)
