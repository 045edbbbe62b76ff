//! Which pages a build renders.

use crate::harness::TestSite;

#[test]
fn a_second_build_renders_nothing() {
    let mut site = TestSite::school();
    site.post("2026-05-20-mot.md", "Bài thứ nhất của trường", "2026-05-20", "");
    assert!(site.build().written);
    assert!(site.build().rendered().is_empty());
}
