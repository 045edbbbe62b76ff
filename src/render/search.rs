//! The index of the search, as scripts that a page can ask for from a disk too.

use crate::plan::SearchPart;

/// One part: a call of the one function that the search page has for it.
///
/// It is JSON but for three signs that would mean something to a page or to an old reader of
/// scripts: `<`, and two ends of lines.
pub(super) fn part(part: &SearchPart, out: &mut Vec<u8>) {
    let mut text = format!("nq71TimKiem(\"{}\",{},[", part.quarter, part.number);
    for (at, post) in part.posts.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        let fields = post.fields();
        let kept = fields.iter().rposition(|field| !field.is_empty()).map_or(0, |last| last + 1);
        text.push_str(&serde_json::to_string(&fields[..kept]).expect("texts become JSON"));
    }
    text.push_str("\n]);\n");
    let text = text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    out.extend_from_slice(text.as_bytes());
}
