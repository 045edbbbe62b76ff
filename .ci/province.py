"""A simulated province: sources on disk, and the count of the shards by SQL compared with ours.

    python3 .ci/province.py make FOLDER [UNITS] [POSTS]     writes a site with a source for each unit
    python3 .ci/province.py compare FOLDER [duckdb|spark]   needs the package duckdb, or pyspark and Java

Between `make` and `compare`, `nq71 aggregate` and `nq71 build --date 2026-11-21` run in FOLDER. The SQL is the
one in docs/quy-mo.md: what is printed there is what is run here. Time and memory are measured by
`cargo bench --bench pipeline -- province`.
"""

import csv
import hashlib
import io
import pathlib
import random
import re
import sys
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


def block(engine, folder):
    """The statements of docs/quy-mo.md for one engine."""
    text = (pathlib.Path(__file__).parent.parent / "docs/quy-mo.md").read_text(encoding="utf-8")
    return re.search(rf"```sql {engine}\n(.*?)```", text, re.S).group(1).replace("THU_MUC", str(folder))


def by_duckdb(folder):
    import duckdb

    duckdb.sql(block("duckdb", folder))
    return duckdb.sql(block("count", folder)).fetchall()


def by_spark(folder):
    from pyspark.sql import SparkSession

    spark = (SparkSession.builder.master("local[2]").config("spark.driver.memory", "3g")
             .config("spark.sql.files.openCostInBytes", "16384")
             .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2")
             .config("spark.sql.shuffle.partitions", "4").getOrCreate())
    for statement in block("spark", folder).split(";\n"):
        spark.sql(statement)
    return [tuple(row) for row in spark.sql(block("count", folder)).collect()]


def compare(folder, engine):
    theirs = {}
    for unit, quarter, kind, published, counted in {"duckdb": by_duckdb, "spark": by_spark}[engine](folder):
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


if __name__ == "__main__":
    what, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    if what == "make":
        numbers = [int(number) for number in sys.argv[3:]]
        make(folder, *(numbers + [1400, 40][len(numbers):]))
    else:
        sys.exit(compare(folder, *(sys.argv[3:] or ["duckdb"])))
