//! What pages show of what authors write.

use super::*;

use proptest::prelude::*;

fn page(markdown: &str) -> String {
    html(markdown, &links(), Policy::Author).html.as_str().to_owned()
}

fn remote(markdown: &str) -> String {
    html(markdown, &[], Policy::Remote).html.as_str().to_owned()
}

fn links() -> Vec<Link> {
    let picture = LinkTo::Picture { src: "anh/co-1.jpg".into(), width: 800, height: 600 };
    let link = |written: &str, to| Link { written: written.into(), to };
    vec![
        link("anh/co.jpg", picture),
        link("nhap.md", LinkTo::Gone),
        link("tin.md", LinkTo::Page("tin.html".into())),
    ]
}

#[test]
fn headings_start_at_the_second_level_and_never_skip() {
    let levels = |markdown: &str| -> String {
        page(markdown).split("<h").skip(1).filter_map(|tag| tag.chars().next()).collect()
    };
    assert_eq!(levels("# a\n\n## b\n\n# c"), "232");
    assert_eq!(levels("## a\n\n### b\n\n#### c\n\n## d"), "2342");
    assert_eq!(levels("### a\n\n##### b\n\n##### c\n\n#### d\n\n# e"), "23332");
    assert_eq!(levels("# a\n## a\n### a\n#### a\n##### a\n###### a"), "234566");
}

#[test]
fn heading_ids_are_slugs_that_differ_and_are_never_ours() {
    let body = html(
        "# Kết quả\n\n# Kết quả\n\n# ???\n\n# !\n\n# NQ 71\n\n# *Tự* chọn {#Ma_1}\n",
        &[],
        Policy::Author,
    );
    let ids: Vec<&str> = body.headings.iter().map(|heading| &*heading.id).collect();
    assert_eq!(ids, ["ket-qua", "ket-qua-2", "muc-1", "muc-2", "muc-nq-71", "Ma_1"]);
    assert_eq!(body.headings[5].text, "Tự chọn");
    assert!(body.html.as_str().contains("<h2 id=\"Ma_1\"><em>Tự</em> chọn</h2>"));
}

#[test]
fn a_number_in_a_heading_does_not_collide_with_a_counted_one() {
    let body = html("# a\n\n# a 2\n\n# a\n\n# a\n", &[], Policy::Author);
    let ids: Vec<&str> = body.headings.iter().map(|heading| &*heading.id).collect();
    assert_eq!(ids, ["a", "a-2", "a-3", "a-4"]);
}

#[test]
fn only_the_first_two_levels_of_the_page_itself_are_listed() {
    let body = html("# a\n\n## b\n\n### c\n\n> # d\n\n#\n", &[], Policy::Author);
    let texts: Vec<&str> = body.headings.iter().map(|heading| &*heading.text).collect();
    assert_eq!(texts, ["a", "b"]);
    assert!(!body.html.as_str().contains("></h"), "an empty heading is left out");
    assert_eq!(page("#\n\n## <b></b>\n\n### a"), "<h2 id=\"a\">a</h2>\n");
}

#[test]
fn relative_links_become_what_the_page_says() {
    assert_eq!(page("[a](tin.md?x=1#y)"), "<p><a href=\"tin.html?x=1#y\">a</a></p>\n");
    assert_eq!(page("[a *b*](nhap.md) [c](khong-co.md)"), "<p>a <em>b</em> c</p>\n");
    assert_eq!(page("[to](anh/co.jpg)"), "<p><a href=\"anh/co-1.jpg\">to</a></p>\n");
    assert_eq!(
        page("[a][b]\n\n[b]: tin.md 'Tin \"mới\"'"),
        "<p><a href=\"tin.html\" title=\"Tin &quot;mới&quot;\">a</a></p>\n"
    );
}

#[test]
fn links_to_the_web_say_so_and_others_stay_plain() {
    assert_eq!(
        page("<https://a.vn/?x&y>"),
        "<p><a class=\"external\" href=\"https://a.vn/?x&amp;y\" rel=\"noopener\">https://a.vn/?x&amp;y</a></p>\n"
    );
    assert_eq!(
        page("<a@b.vn> [g](tel:+8424)"),
        "<p><a href=\"mailto:a@b.vn\">a@b.vn</a> <a href=\"tel:+8424\">g</a></p>\n"
    );
    assert_eq!(page("[a](#b) [c](/d)"), "<p><a href=\"#b\">a</a> <a href=\"/d\">c</a></p>\n");
}

#[test]
fn a_dangerous_address_leaves_its_text_only() {
    for address in [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "<java&#115;cript:x>",
        "&#1;javascript:x",
        "<java\tscript:x>",
        "java&Tab;script:x",
        "java&NewLine;script:x",
        "data:text/html;base64,x",
        "vbscript:x",
        "//xau.vn",
        "<\\\\\\\\xau.vn>",
    ] {
        assert_eq!(page(&format!("[a]({address})")), "<p>a</p>\n", "{address}");
        assert_eq!(page(&format!("![a]({address})")), "<p>a</p>\n", "{address}");
        let raw = address.trim_matches(['<', '>']);
        assert!(
            !page(&format!("<a href=\"{raw}\">a</a><img src='{raw}' alt=b>")).contains("=\""),
            "{address}"
        );
    }
    assert_eq!(page("<javascript:alert(1)>"), "<p>javascript:alert(1)</p>\n");
}

#[test]
fn a_picture_has_its_size_and_loads_late() {
    assert_eq!(
        page("![Cờ \"đỏ\"](anh/co.jpg)"),
        "<p><img src=\"anh/co-1.jpg\" width=\"800\" height=\"600\" loading=\"lazy\" decoding=\"async\" alt=\"Cờ &quot;đỏ&quot;\"></p>\n"
    );
}

#[test]
fn a_picture_with_a_title_alone_in_its_paragraph_is_a_figure() {
    let figure = page("![Cờ](anh/co.jpg \"Lễ <chào> cờ\")");
    assert!(figure.starts_with("<figure><img src"), "{figure}");
    assert!(
        figure.ends_with("alt=\"Cờ\"><figcaption>Lễ &lt;chào&gt; cờ</figcaption></figure>\n"),
        "{figure}"
    );
    for markdown in
        ["a ![b](anh/co.jpg \"c\")", "![b](anh/co.jpg \"c\") a", "[![b](anh/co.jpg \"c\")](tin.md)"]
    {
        let inline = page(markdown);
        assert!(inline.starts_with("<p>") && inline.contains(" title=\"c\">"), "{inline}");
    }
}

#[test]
fn tables_scroll_and_say_what_their_columns_are() {
    assert_eq!(
        page("| a | b |\n|---|--:|\n| c | **d** |\n"),
        "<div class=\"table-scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"align-right\">b</th></tr></thead>\n\
         <tbody>\n<tr><td>c</td><td class=\"align-right\"><strong>d</strong></td></tr>\n</tbody></table></div>\n"
    );
    assert!(!page("| a |\n|---|\n").contains("tbody"));
}

#[test]
fn a_task_has_its_text_for_a_label() {
    assert_eq!(
        page("- [x] xong\n  - [ ] chưa\n- thường\n"),
        "<ul>\n<li class=\"task\"><label><input type=\"checkbox\" disabled checked>xong</label><ul>\n\
         <li class=\"task\"><label><input type=\"checkbox\" disabled>chưa</label></li>\n</ul>\n</li>\n<li>thường</li>\n</ul>\n"
    );
    assert_eq!(
        page("- [ ] một\n\n  hai\n"),
        "<ul>\n<li class=\"task\"><p><label><input type=\"checkbox\" disabled>một</label></p>\n<p>hai</p>\n</li>\n</ul>\n"
    );
}

#[test]
fn footnotes_are_numbered_in_order_of_reference() {
    assert_eq!(
        page("a[^x] b[^y] c[^x] d[^z]\n\n[^y]: hai[^w]\n\n[^x]: một\n\n[^bỏ]: không[^w]\n\n[^w]: ba\n"),
        "<p>a<sup class=\"footnote-ref\"><a href=\"#nq-chu-thich-1\" id=\"nq-goi-1\" role=\"doc-noteref\">1</a></sup> \
         b<sup class=\"footnote-ref\"><a href=\"#nq-chu-thich-2\" id=\"nq-goi-2\" role=\"doc-noteref\">2</a></sup> \
         c<sup class=\"footnote-ref\"><a href=\"#nq-chu-thich-1\" id=\"nq-goi-1-2\" role=\"doc-noteref\">1</a></sup> d[^z]</p>\n\
         <div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n\
         <li id=\"nq-chu-thich-1\"><p>một <a href=\"#nq-goi-1\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"↩ 1\">↩</a> \
         <a href=\"#nq-goi-1-2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"↩ 1.2\">↩</a></p>\n</li>\n\
         <li id=\"nq-chu-thich-2\"><p>hai<sup class=\"footnote-ref\"><a href=\"#nq-chu-thich-3\" id=\"nq-goi-3\" role=\"doc-noteref\">3</a></sup> \
         <a href=\"#nq-goi-2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"↩ 2\">↩</a></p>\n</li>\n\
         <li id=\"nq-chu-thich-3\"><p>ba <a href=\"#nq-goi-3\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"↩ 3\">↩</a></p>\n</li>\n\
         </ol></div>\n"
    );
}

#[test]
fn code_is_coloured_where_its_language_is_known() {
    let body = html("```rust,x\nlet a = 1;\n```\n\n```khac\n<b>\n```\n\n    c\n", &[], Policy::Author);
    let html = body.html.as_str();
    assert!(body.has_code);
    assert!(
        html.starts_with("<pre><code class=\"language-rust\"><span class=\"hl-keyword\">let</span> a "),
        "{html}"
    );
    assert!(
        html.contains(
            "<pre><code class=\"language-khac\">&lt;b&gt;\n</code></pre>\n<pre><code>c\n</code></pre>"
        ),
        "{html}"
    );
}

#[test]
fn everyday_html_stays() {
    assert_eq!(page("H<sub>2</sub>O, <kbd>Ctrl</kbd><br>x"), "<p>H<sub>2</sub>O, <kbd>Ctrl</kbd><br>x</p>\n");
    assert_eq!(
        page("<details class=\"luu-y\">\n<summary>Xem</summary>\n\n**trong** đó\n\n</details>\n\nsau"),
        "<details class=\"luu-y\">\n<summary>Xem</summary>\n\n<p><strong>trong</strong> đó</p>\n</details>\n\n<p>sau</p>\n"
    );
    assert_eq!(
        page("<table><caption>A</caption><tr><th scope=row>a<td colspan=2>b &eacute; &amp;</table>"),
        "<table><caption>A</caption>\n<tbody><tr><th scope=\"row\">a</th>\n<td colspan=\"2\">b é &amp;</td>\n</tr>\n</tbody></table>\n"
    );
}

#[test]
fn addresses_in_html_are_looked_up_too() {
    assert_eq!(
        page("x <a href=\"tin.md#y\">a</a> <a href='nhap.md'>b</a> c"),
        "<p>x <a href=\"tin.html#y\">a</a> b c</p>\n"
    );
    assert_eq!(
        page("x <img src=anh/co.jpg width=400 onerror=alert(1)>"),
        "<p>x <img src=\"anh/co-1.jpg\" width=\"400\" height=\"300\" loading=\"lazy\" decoding=\"async\" alt=\"\"></p>\n"
    );
}

#[test]
fn dangerous_html_goes_and_its_text_stays() {
    assert_eq!(
        page("a <b onclick=\"x()\" style='y'>b</b> <font color=red>c</font>"),
        "<p>a <b>b</b> c</p>\n"
    );
    assert_eq!(page("<script>\nalert(\"<b>\")\n</script>\n\nsau"), "\n<p>sau</p>\n");
    assert_eq!(page("a <script>alert(1)</script> b <style>p{}</style>"), "<p>a  b </p>\n");
    assert_eq!(page("<iframe src=\"https://a.vn\"></iframe>\n\n<svg onload=x><a>y</a></svg>"), "\n<p></p>\n");
    assert_eq!(page("<form action=x><input type=text><button>ok</button></form>"), "ok");
}

#[test]
fn a_script_left_open_does_not_swallow_the_page() {
    assert_eq!(page("<div><script>\n\nmột\n\n</div>\n\nhai"), "<div><p>một</p>\n</div>\n\n<p>hai</p>\n");
    assert_eq!(page("a <script> b\n\nhai"), "<p>a </p>\n<p>hai</p>\n");
}

#[test]
fn comments_vanish() {
    assert_eq!(page("một\n\n<!-- more -->\n\nhai <!-- ẩn --> ba"), "<p>một</p>\n\n<p>hai  ba</p>\n");
}

#[test]
fn a_tag_left_open_ends_with_the_block_around_it() {
    assert_eq!(page("- một <b>hai\n- ba\n"), "<ul>\n<li>một <b>hai</b></li>\n<li>ba</li>\n</ul>\n");
    assert_eq!(
        page("> <div>\n> một\n\nhai\n"),
        "<blockquote>\n<div>\nmột\n</div>\n</blockquote>\n<p>hai</p>\n"
    );
    assert_eq!(page("<div>\n\nmột\n\nhai"), "<div>\n<p>một</p>\n<p>hai</p>\n</div>\n");
    assert_eq!(page("một</div></p></body> hai"), "<p>một hai</p>\n");
}

#[test]
fn tags_stand_only_where_they_may() {
    assert_eq!(page("a <div>b</div> <li>c <td>d"), "<p>a b c d</p>\n");
    assert_eq!(page("<ul><li>a<li>b</ul>"), "<ul><li>a</li>\n<li>b</li>\n</ul>\n");
    assert_eq!(page("<ul>a</ul>"), "<ul></ul>\na");
    assert_eq!(page("<details>a</details>"), "<details><summary>…</summary>a</details>\n");
    assert_eq!(page("x <ruby>a<rt>b</rt>c</ruby>"), "<p>x <ruby>a<rt>b</rt>\nc<rt></rt></ruby></p>\n");
    assert_eq!(page("[a <a href=#b>c</a>](#d)"), "<p><a href=\"#d\">a c</a></p>\n");
    assert_eq!(
        page("<table><tr></tr><tr><td>a</table>"),
        "<table><tbody><tr><td>a</td>\n</tr>\n</tbody></table>\n"
    );
}

#[test]
fn ids_in_html_are_unique_and_never_ours() {
    assert_eq!(
        page("<p id=\"a\">x</p><p id=\"a\">y</p><p id=\"nq-menu\">z</p>\n\n# a\n"),
        "<p id=\"a\">x</p>\n<p>y</p>\n<p id=\"muc-nq-menu\">z</p>\n\n<h2 id=\"a-2\">a</h2>\n"
    );
}

#[test]
fn text_from_elsewhere_is_kept_short_of_hooks() {
    assert_eq!(
        remote("# A\n\n[a](https://a.vn) [b](tin.md) [c](#d) ![e](anh/co.jpg) <span class=x id=y>f</span>\n"),
        "<h2>A</h2>\n<p><a href=\"https://a.vn\" rel=\"nofollow noopener\">a</a> b c e <span>f</span></p>\n"
    );
    assert!(!remote("```rust\nlet a;\n```\n\n- [ ] x\n\na[^1]\n\n[^1]: b").contains("class"));
}

#[test]
fn text_from_elsewhere_keeps_what_came_with_it() {
    assert_eq!(
        html("[b](tin.md) ![e](anh/co.jpg) [x](khac.md)\n", &links(), Policy::Remote).html.as_str(),
        "<p><a href=\"tin.html\" rel=\"nofollow noopener\">b</a> <img src=\"anh/co-1.jpg\" width=\"800\" \
         height=\"600\" loading=\"lazy\" decoding=\"async\" alt=\"e\"> x</p>\n"
    );
}

#[test]
fn what_the_writer_makes_passes_the_filter_unchanged() {
    let markdown = "# a\n\n[b](https://c.vn 'd') ![e](anh/co.jpg \"f\")\n\n![e](anh/co.jpg \"f\")\n\n1. g\n\n5) h\n\n| i |\n|:-:|\n| j |\n\n\
        - [x] k\n\n```python\nif x: pass\n```\n\nl[^1] ~~m~~ `n`  \no\n\n***\n\n> p\n\n[^1]: q\n";
    let plain = page(markdown);
    let filtered = page(&format!("{markdown}\n\n<b></b>\n"));
    let same =
        |html: &str| html.replace("=\"\"", "").replace("<p><b></b></p>\n", "").replace("<b></b>\n", "");
    assert_eq!(same(&filtered), same(&plain));
}

#[test]
fn nesting_without_end_is_shown_flat() {
    for one in [
        "> ",
        "- ",
        "1. ",
        "[",
        "![",
        "*",
        "**a ",
        "_",
        "<div>",
        "<b>",
        "<ul><li>",
        "<table><tr><td>",
        "`",
        "~~",
        "<svg>",
        "[^",
        "<details>",
        "<!--",
        "<a ",
        "&",
        "([",
    ] {
        let html = page(&one.repeat(50_000));
        let deep =
            html.matches("<blockquote").count() + html.matches("<div").count() + html.matches("<li").count();
        assert!(deep <= 200, "{one}: {deep}");
    }
    assert!(page(&format!("{}x{}", "[".repeat(20_000), "](a)".repeat(20_000))).contains('x'));
}

const PARTS: &[&str] = &[
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<p>",
    "<ul>",
    "<li>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "<thead>",
    "<tfoot>",
    "<caption>",
    "</table>",
    "<details>",
    "<summary>",
    "</summary>",
    "<ruby>",
    "<rt>",
    "<rp>",
    "<figure>",
    "<figcaption>",
    "<script>",
    "</script>",
    "<svg>",
    "</svg>",
    "<style>",
    "<textarea>",
    "<img src=a>",
    "<img src='anh/co.jpg'>",
    "<a href=#b>",
    "<a href=\"tin.md\" class=x id=y>",
    "</a>",
    "<br>",
    "<hr>",
    "<!-- ",
    " -->",
    "<x y=\"",
    "[^1]",
    "[",
    "](tin.md)",
    "![",
    "](anh/co.jpg \"t\")",
    "\n\n",
    "\n- [ ] ",
    "\n- ",
    "\n\n[^1]: ",
    "\n> ",
    "\n1. ",
    "\n    ",
    "\n```\n",
    "\n| a | b |\n|---|---|\n| ",
    "\n# ",
    "\n",
    " ",
    "*",
    "**",
    "~~",
    "`",
    "\\",
    "&amp;",
    "&#1;",
    "&eacute;",
    "ế",
    "\u{0}",
    "\u{85}",
    "\u{a0}",
    "\r",
    "\t",
    "{#a}",
];

proptest! {
    #[test]
    fn no_text_breaks_the_writer_or_the_page(
        parts in proptest::collection::vec(prop_oneof![
            proptest::sample::select(PARTS).prop_map(str::to_owned),
            "[ -~]{0,4}",
            "\\PC{0,2}",
        ], 0..40)
    ) {
        let text = parts.concat();
        for policy in [Policy::Author, Policy::Remote] {
            let body = html(&text, &links(), policy);
            let once = body.html.as_str();
            prop_assert!(!once.contains("<script") && !once.contains("<svg") && !once.contains("<iframe"));
            // Read as a browser reads it, it is what was written.
            let twice = CleanHtml::filtered(once, policy);
            let same = |html: &str| html.replace("=\"\"", "").replace("&nbsp;", "\u{a0}").replace("&gt;", ">").replace("<tbody>", "").replace("</tbody>", "").replace('\r', "\n");
            prop_assert_eq!(same(twice.as_str()), same(once));
        }
    }
}
