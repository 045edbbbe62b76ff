//! "Did you mean …?"

use crate::text;

/// The known name nearest to a misspelt one, compared without case and marks, if it is near
/// enough to be worth proposing.
///
/// ```
/// use nq71::diagnostics::closest;
///
/// assert_eq!(closest("tinn", ["bai", "tin", "video"]), Some("tin"));
/// assert_eq!(closest("phóng sự", ["phong-su", "tin"]), Some("phong-su"));
/// assert_eq!(closest("zebra", ["bai", "tin"]), None);
/// ```
pub fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded: Vec<char> = text::slug(name).chars().take(64).collect();
    let allowed = match folded.len() {
        0 => return None,
        1..=2 => 1,
        3..=5 => 2,
        n => n / 3,
    };
    known
        .into_iter()
        .map(|candidate| (distance(&folded, &text::slug(candidate)), candidate))
        .filter(|&(distance, candidate)| distance <= allowed && distance < candidate.chars().count())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Damerau–Levenshtein distance (optimal string alignment).
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
