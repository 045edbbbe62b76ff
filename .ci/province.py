"""A simulated province: sources on disk, and the count of the shards by SQL compared with ours.

    python3 .ci/province.py make FOLDER [UNITS] [POSTS]   writes a site with a source for each unit
    python3 .ci/province.py compare FOLDER                needs the package duckdb
    python3 .ci/province.py measure FOLDER NQ71 [UNITS] [POSTS]
    python3 .ci/province.py country FOLDER [UNITS] [ROWS] the last good copies of a whole country

`measure` serves the province from this machine, with faults, has the program NQ71 gather it twice
and build it, and prints processor time and memory of each step.

Between `make` and `compare`, `nq71 aggregate` and `nq71 build --date 2026-11-21` run in FOLDER. The SQL is the
one in docs/quy-mo.md: what is printed there is what is run here.
"""

import csv
import hashlib
import http.server
import io
import os
import pathlib
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import date, timedelta

HEAD = ("id unit unit_name title date quarter quarter_declared type topics lang url canonical_url channels "
        "repost_of translation_of status counted reason summary updated").split()
TYPES = ["tin"] * 6 + ["bai"] * 3 + ["video", "infographic", "van-ban", "hoi-nghi"]


def shard(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, HEAD, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return ("\ufeff" + out.getvalue()).encode()


def put(folder, unit, rows):
    """One source's exchange files."""
    folder.mkdir(parents=True, exist_ok=True)
    index = []
    for quarter in sorted({row["quarter"] for row in rows}):
        own = [row for row in rows if row["quarter"] == quarter]
        data = shard(own)
        name = quarter.lower() + ".csv"
        (folder / name).write_bytes(data)
        index.append([1, unit, name, len(own), hashlib.sha256(data).hexdigest()])
    out = io.StringIO()
    csv.writer(out).writerows([["version", "unit", "shard", "rows", "sha256"]] + (index or [[1, unit, "", 0, ""]]))
    (folder / "muc-luc.csv").write_bytes(out.getvalue().encode())


def quarter_of(day):
    return f"{day.year}-Q{(day.month + 2) // 3}"


def posts(unit, count):
    """Every kind of post that the rule speaks of, the same for the same unit."""
    dice = random.Random(unit)
    rows = []
    for number in range(count):
        day = date(2025, 10, 1) + timedelta(days=dice.randrange(450))
        row = {
            "id": f"{unit}/bai-{number}", "unit": unit, "title": f"Bài số {number} về “71-NQ/TW”, {unit}",
            "date": day.isoformat(), "quarter": quarter_of(day), "quarter_declared": "0",
            "type": dice.choice(TYPES), "lang": "vi", "status": "da-duyet", "counted": "1",
            "url": f"https://{unit}.example.edu.vn/bai/{number}.html",
        }
        chance = dice.random()
        if chance < 0.04:
            row["repost_of"] = "https://bao.example.vn/1"
        elif chance < 0.07:
            row["reason"] = "khai-bao-khong-tinh: bài nội bộ"
        elif chance < 0.10 and number:
            row["translation_of"] = f"{unit}/bai-0"
            row["lang"] = "en"
        elif chance < 0.12:
            row["status"] = "da-go"
        elif chance < 0.15:
            row["quarter"], row["quarter_declared"] = quarter_of(day - timedelta(days=92)), "1"
        rows.append(row)
    # The original of the translations is an ordinary post, the earliest of all.
    first = rows[0]
    for key in ("repost_of", "reason", "translation_of"):
        first.pop(key, None)
    first.update(status="da-duyet", type="tin", date="2025-10-01", quarter="2025-Q4", quarter_declared="0")
    return rows


def make(folder, units, count):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nq71.toml").write_text('base_url = "https://so.example.edu.vn/nghi-quyet-71/"\nregistry = "don-vi.csv"\nowner = "so-mau"\n')
    communes = [f"xa-{number}" for number in range(max(1, units // 14))]
    lines = [["code", "name", "parent_admin", "parent_prof", "exchange_url", "start"],
             ["so-mau", "Sở Giáo dục và Đào tạo Mẫu", "", "", "", ""]]
    lines += [[code, f"Ủy ban nhân dân xã số {code}", "", "", f"nhan/{code}", ""] for code in communes]
    for code in communes:
        put(folder / "nhan" / code, code, posts(code, 4))
    for number in range(units - len(communes)):
        unit, commune = f"th-{number}", communes[number % len(communes)]
        start = "2026-02-15" if number % 9 == 0 else ""
        lines.append([unit, f"Trường Tiểu học số {number}", commune, "so-mau", f"nhan/{unit}", start])
        rows = posts(unit, count)
        put(folder / "nhan" / unit, unit, rows)
        # Some communes hand on what a school below them hands over itself.
        if number < len(communes) and number % 2 == 0:
            put(folder / "nhan" / commune, commune, posts(commune, 4) + rows)
    with open(folder / "don-vi.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(lines)


def compare(folder):
    import duckdb

    text = (pathlib.Path(__file__).parent.parent / "docs/quy-mo.md").read_text(encoding="utf-8")
    sql = re.search(r"```sql\n(.*?)```", text, re.S).group(1).replace("THU_MUC", str(folder))
    theirs = {}
    for unit, quarter, kind, published, counted in duckdb.sql(sql).fetchall():
        theirs[unit, quarter, kind] = (published, counted)
    published, counted = Counter(), Counter()
    for path in folder.glob("public/thong-ke/*/san-pham.csv"):
        with open(path, encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                cell = row["don_vi"], row["quy"], row["hinh_thuc"]
                published[cell] += 1
                counted[cell] += int(row["duoc_tinh"])
    labels = {"tin": "Tin", "bai": "Bài", "video": "Video clip", "infographic": "Đồ họa thông tin (infographic)",
              "van-ban": "Văn bản chỉ đạo, hướng dẫn", "hoi-nghi": "Hội nghị, hội thảo, tập huấn, diễn đàn"}
    ours = {cell: (published[cell], counted[cell]) for cell in published}
    theirs = {(unit, quarter, labels[kind]): cell for (unit, quarter, kind), cell in theirs.items()}
    wrong = [(cell, ours.get(cell), theirs.get(cell)) for cell in sorted(ours.keys() | theirs.keys())
             if ours.get(cell) != theirs.get(cell)]
    for line in wrong[:20]:
        print("differs:", *line)
    print(f"{len(ours)} cells, {sum(published.values())} posts, {sum(counted.values())} products, {len(wrong)} differ")
    return bool(wrong) or not ours


PORT = 18171


def host(number):
    """Each unit has a host of its own: nobody asks one host twice at a time."""
    return f"127.{1 + number // 60000}.{number // 250 % 240}.{1 + number % 250}"


def fault(number):
    """Out of a hundred sources, two are down, three slow, two broken, one huge, one hostile."""
    return {3: "down", 53: "down", 7: "slow", 37: "slow", 67: "slow", 11: "broken", 61: "broken",
            13: "huge", 17: "hostile"}.get(number % 100, "")


def feed(rows, broken):
    items = "".join(
        f"<item><title>{row['title']} — Nghị quyết 71-NQ/TW</title><link>{row['url']}</link>"
        f"<guid>{row['url']}</guid><category>Tin</category>"
        f"<pubDate>{date.fromisoformat(row['date']).strftime('%a, %d %b %Y')} 08:00:00 +0700</pubDate>"
        f"<description>&lt;p&gt;{row['title']}&lt;/p&gt;</description></item>" for row in rows)
    text = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title>{items}</channel></rss>'
    return (text[:len(text) // 2] if broken else text).encode()


def served(units, count):
    """What each host answers, by path."""
    pages = {}
    for number in range(units):
        unit, name, wrong = f"th-{number}", host(number), fault(number)
        rows = posts(unit, count)
        if number % 10 < 3:
            pages[name, "/rss.xml"] = feed([row for row in rows if row["status"] == "da-duyet"], wrong == "broken")
            continue
        index = []
        for quarter in sorted({row["quarter"] for row in rows}):
            data = shard([row for row in rows if row["quarter"] == quarter])
            pages[name, f"/trao-doi/{quarter.lower()}.csv"] = data
            digest = hashlib.sha256(data).hexdigest()
            index.append([1, unit, quarter.lower() + ".csv", data.count(b"\r\n") - 1, digest])
        if wrong == "hostile":
            index.append([1, unit, "../../../nq71.toml", 1, "0" * 64])
        out = io.StringIO()
        csv.writer(out).writerows([["version", "unit", "shard", "rows", "sha256"]] + index)
        data = out.getvalue().encode()
        pages[name, "/trao-doi/muc-luc.csv"] = data[:len(data) // 2] if wrong == "broken" else data
    return pages


def server(pages, numbers):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_GET(self):
            name = self.headers["Host"].split(":")[0]
            wrong = fault(numbers[name])
            data = pages.get((name, self.path))
            is_first = self.path.endswith(("muc-luc.csv", "rss.xml"))
            if wrong == "slow" and is_first:
                time.sleep(2)
            if wrong == "huge" and is_first:
                self.send_response(200)
                self.send_header("Connection", "close")
                self.end_headers()
                try:
                    while True:
                        self.wfile.write(b" " * 65536)
                except OSError:
                    return
            if wrong == "down" or data is None:
                self.send_error(503 if wrong else 404)
                return
            tag = '"' + hashlib.md5(data).hexdigest() + '"'
            same = self.headers.get("If-None-Match") == tag
            self.send_response(304 if same else 200)
            self.send_header("ETag", tag)
            self.send_header("Content-Length", "0" if same else str(len(data)))
            self.end_headers()
            if not same:
                self.wfile.write(data)

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_):
            pass

    running = Server(("0.0.0.0", PORT), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()


def step(name, *command):
    """Runs a command, and says what it took."""
    begun = time.time()
    done = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    out = done.stdout.read()
    _, status, used = os.wait4(done.pid, 0)
    if status:
        sys.exit(f"{name}: {' '.join(command)} ended with {status}\n{out}")
    took = used.ru_utime + used.ru_stime
    print(f"{name}: {took:.1f} s of processor time, {time.time() - begun:.1f} s, {used.ru_maxrss / 1024:.0f} MB")
    print("    " + out.strip().split("\n")[0])
    return took, used.ru_maxrss / 1024


def measure(folder, nq71, units, count):
    folder.mkdir(parents=True, exist_ok=True)
    hosts = [host(number) for number in range(units)]
    (folder / "nq71.toml").write_text(
        'base_url = "https://so.example.edu.vn/nghi-quyet-71/"\nregistry = "don-vi.csv"\nowner = "so-mau"\n'
        f"[aggregate]\ninner_hosts = {hosts!r}\n".replace("'", '"'))
    communes = [f"xa-{number}" for number in range(max(1, units // 14))]
    lines = [["code", "name", "parent_admin", "parent_prof", "exchange_url"],
             ["so-mau", "Sở Giáo dục và Đào tạo Mẫu", "", "", ""]]
    lines += [[code, f"Ủy ban nhân dân xã số {code}", "", "", ""] for code in communes]
    lines += [[f"th-{number}", f"Trường Tiểu học số {number}", communes[number % len(communes)], "so-mau",
               f"http://{name}:{PORT}/" + ("rss.xml" if number % 10 < 3 else "trao-doi/")]
              for number, name in enumerate(hosts)]
    with open(folder / "don-vi.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(lines)
    server(served(units, count), {name: number for number, name in enumerate(hosts)})
    run = [nq71, "-r", str(folder)]
    took = {
        "first run": (step("first run", *run, "aggregate", "--date", "2026-11-20"), 20),
        "unchanged run": (step("unchanged run", *run, "aggregate", "--date", "2026-11-21"), 2),
        "build": (step("build", *run, "build", "--date", "2026-11-21"), 10),
        "unchanged build": (step("unchanged build", *run, "build", "--date", "2026-11-21"), 10),
    }
    missed = [name for name, ((cpu, memory), goal) in took.items() if cpu > goal or memory > 300]
    print("missed:", ", ".join(missed) or "nothing")
    return False


def country(folder, units, count):
    """Copies as the ministry has them: one source a province, which speaks for all below it."""
    provinces = 34
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nq71.toml").write_text(
        'base_url = "https://bo.example.gov.vn/nghi-quyet-71/"\nregistry = "don-vi.csv"\nowner = "bo-mau"\n')
    lines = [["code", "name", "parent_admin", "parent_prof", "exchange_url"], ["bo-mau", "Bộ Mẫu", "", "", ""]]
    lines += [[f"so-{number}", f"Sở Giáo dục và Đào tạo số {number}", "", "bo-mau", f"nhan/so-{number}"]
              for number in range(provinces)]
    for province in range(provinces):
        own = range(province, units, provinces)
        rows = []
        for number in own:
            lines.append([f"th-{number}", f"Trường số {number}", f"so-{province}", f"so-{province}", ""])
            share = count // units + (number < count % units)
            rows += posts(f"th-{number}", share) if share else []
        target = folder / "tong-hop" / "ban" / f"so-{province}"
        target.mkdir(parents=True, exist_ok=True)
        index = []
        for quarter in sorted({row["quarter"] for row in rows}):
            data = shard([row for row in rows if row["quarter"] == quarter])
            digest = hashlib.sha256(data).hexdigest()
            name = f"{quarter.lower()}-{digest[:10]}.csv"
            (target / name).write_bytes(data)
            index.append([1, f"so-{province}", name, data.count(b"\r\n") - 1, digest])
        out = io.StringIO()
        csv.writer(out).writerows([["version", "unit", "shard", "rows", "sha256"]] + index)
        (target / "muc-luc.csv").write_bytes(out.getvalue().encode())
    with open(folder / "don-vi.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(lines)


if __name__ == "__main__":
    what, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    if what == "make":
        numbers = [int(number) for number in sys.argv[3:]]
        make(folder, *(numbers + [1400, 40][len(numbers):]))
    elif what == "measure":
        numbers = [int(number) for number in sys.argv[4:]]
        sys.exit(measure(folder, sys.argv[3], *(numbers + [1400, 40][len(numbers):])))
    elif what == "country":
        numbers = [int(number) for number in sys.argv[3:]]
        country(folder, *(numbers + [54000, 1000000][len(numbers):]))
    else:
        sys.exit(compare(folder))
