"""A school's section behind a real nginx, gathered by a department.

    python3 .ci/nginx.py NQ71 NGINX SCHOOL FOLDER

SCHOOL is a folder with a built section of one unit (`public/`), FOLDER is made anew. The first run
fetches, the second is told that nothing changed, and the third finds nobody and keeps what it has.
"""

import csv
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import tomllib

DAY = "2026-11-21"

CONF = """daemon off;
{user}
pid {folder}/pid;
error_log {folder}/error.txt;
events {{}}
http {{
  include /etc/nginx/mime.types;
  gzip on;
  gzip_types text/csv text/xml application/rss+xml;
  gzip_min_length 20;
  log_format short '$status $request_uri $sent_http_content_encoding';
  access_log {folder}/access.txt short;
  client_body_temp_path {folder}/t1;
  proxy_temp_path {folder}/t2;
  fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4;
  scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port};
    root {folder}/root;
    location = /cu {{ return 301 /cu2; }}
    location = /cu2 {{ return 302 /nq71/trao-doi/muc-luc.csv; }}
    location = /rss {{ default_type application/rss+xml; alias {folder}/root/tin.xml; }}
  }}
}}
"""

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title>
<item><title>Học tập Nghị quyết số 71-NQ/TW</title><link>https://th-rss.example.edu.vn/tin/1</link>
<pubDate>Tue, 20 Oct 2026 08:00:00 +0700</pubDate></item></channel></rss>"""


def main(nq71, nginx, school, folder):
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "root").mkdir(parents=True)
    shutil.copytree(school / "public", folder / "root" / "nq71")
    (folder / "root" / "tin.xml").write_text(FEED, encoding="utf-8")
    code = tomllib.loads((school / "nq71.toml").read_text(encoding="utf-8"))["unit"]["code"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(CONF.format(folder=folder, port=port, user=user))
    office = folder / "so"
    office.mkdir()
    (office / "nq71.toml").write_text(
        'base_url = "https://so.example.edu.vn/nghi-quyet-71/"\nregistry = "don-vi.csv"\n'
        '[aggregate]\ninner_hosts = ["127.0.0.1"]\n')
    at = f"http://127.0.0.1:{port}"
    (office / "don-vi.csv").write_text(
        "code,name,exchange_url\n"
        f"{code},Trường Mẫu,{at}/nq71/trao-doi/\nth-cu,Trường Cũ,{at}/cu\nth-rss,Trường Có RSS,{at}/rss\n",
        encoding="utf-8")
    serving = subprocess.Popen([nginx, "-e", folder / "error.txt", "-p", folder, "-c", folder / "nginx.conf"])
    try:
        for _ in range(50):
            with socket.socket() as there:
                if there.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        first = gather(nq71, office)
        # The second address leads to files of another unit: that waits for a person.
        assert first == {code: "tot", "th-cu": "giu", "th-rss": "tot"}, first
        asked = log(folder)
        assert any(line.startswith("200 /nq71/trao-doi/muc-luc.csv") for line in asked), asked
        assert any("gzip" in line for line in asked), asked
        build(nq71, office)
        mine, theirs = products(school, code), products(office, code)
        assert mine and mine == theirs, (mine, theirs)
        titles = [row[1] for row in products(office, "th-rss")]
        assert titles == ["Học tập Nghị quyết số 71-NQ/TW"], titles
        (folder / "access.txt").write_text("")
        assert gather(nq71, office) == first
        again = [line for line in log(folder) if "/cu" not in line]
        # What waits for a person is read anew, behind its redirects.
        assert {"304 /nq71/trao-doi/muc-luc.csv -", "304 /rss -"} <= set(again), again
    finally:
        serving.terminate()
        serving.wait()
    assert gather(nq71, office) == {code: "loi", "th-cu": "loi", "th-rss": "loi"}
    build(nq71, office)
    assert products(office, code) == theirs
    print(f"{len(theirs)} posts of {code} by nginx, told that nothing changed, kept when it was gone")


def gather(nq71, office):
    run = subprocess.run([nq71, "-r", office, "--format", "json", "aggregate", "--date", DAY],
                         stdout=subprocess.PIPE, check=True)
    return {source["unit"]: source["state"] for source in json.loads(run.stdout)["data"]["sources"]}


def build(nq71, office):
    subprocess.run([nq71, "-r", office, "build", "-q", "--date", DAY], check=True)


def log(folder):
    time.sleep(0.2)
    return (folder / "access.txt").read_text().splitlines()


def products(site, code):
    """What is published and counted of one unit, without what each site says of itself."""
    rows = []
    for path in (site / "public" / "thong-ke").glob("*/san-pham.csv"):
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows += [(row["ngay"], row["tieu_de"], row["hinh_thuc"], row["duoc_tinh"])
                     for row in csv.DictReader(file) if row["don_vi"] == code]
    return sorted(rows)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4]).absolute())
