//! Figures as pictures: where each column, point and label of a chart stands. Templates draw them.
//!
//! Places are percentages of the drawing's width and height, so that a drawing fits any screen and
//! its letters keep their size. Nothing is counted here: rows come with their figures.

use crate::text::{self, Lang};

use super::view::{Column, Columns, Line, Percent, PeriodRow, Point, Segment, Tick, TypeBar, TypeTotal};

/// What the labels of the upright axis need on the left.
const LEFT: f64 = 11.0;
/// Room for a figure above the highest column.
const TOP: f64 = 9.0;
/// Where the upright axis starts; the labels of quarters stand below.
const BOTTOM: f64 = 86.0;
/// Labels that fit side by side on the narrowest telephone.
const LABELS: usize = 4;
/// Labels that fit side by side on paper.
const LABELS_WIDE: usize = 14;
/// The widest column.
const WIDEST: f64 = 8.0;

/// Counted products and targets of periods, given newest first, drawn oldest first. `None` where
/// there is nothing to draw.
pub(super) fn columns(rows: &[PeriodRow], labels: &[String], lang: Lang) -> Option<Columns> {
    let highest = rows.iter().map(|row| row.figures.counted.n.max(row.figures.target)).max()?;
    let (step, top) = axis(highest);
    let slot = (100.0 - LEFT) / rows.len() as f64;
    let wide = (slot * 0.62).min(WIDEST);
    let height = |n: u32| (BOTTOM - TOP) * f64::from(n) / f64::from(top);
    let columns = rows
        .iter()
        .rev()
        .zip(labels)
        .enumerate()
        .map(|(index, (row, label))| {
            let middle = LEFT + slot * (index as f64 + 0.5);
            let counted = row.figures.counted.n;
            let has_target = row.figures.goal == "products";
            let (shown, major) = labelled(index, rows.len());
            Column {
                label: if shown { label.clone() } else { String::new() },
                major,
                middle: Percent::of(middle),
                left: Percent::of(middle - wide / 2.0),
                width: Percent::of(wide),
                top: Percent::of(BOTTOM - height(counted)),
                height: Percent::of(height(counted)),
                value: if shown { text::number(counted.into(), lang) } else { String::new() },
                value_at: Percent::of(BOTTOM - height(counted) - 2.0),
                target: has_target.then(|| Segment {
                    x1: Percent::of(middle - (wide * 0.75).min(slot / 2.0)),
                    x2: Percent::of(middle + (wide * 0.75).min(slot / 2.0)),
                    y1: Percent::of(BOTTOM - height(row.figures.target)),
                    y2: Percent::of(BOTTOM - height(row.figures.target)),
                }),
                met: row.figures.met,
            }
        })
        .collect();
    let ticks = (0..=top / step)
        .map(|n| Tick {
            at: Percent::of(BOTTOM - height(n * step)),
            label: text::number((n * step).into(), lang),
        })
        .collect();
    Some(Columns { ticks, columns })
}

/// Coverage over periods, given newest first, drawn oldest first. `None` where there is no share.
pub(super) fn line(rows: &[PeriodRow], labels: &[String], lang: Lang) -> Option<Line> {
    let slot = (100.0 - LEFT) / rows.len().max(1) as f64;
    let place = |part: u32, whole: u32| BOTTOM - (BOTTOM - TOP) * f64::from(part) / f64::from(whole);
    let points: Vec<Option<Point>> = rows
        .iter()
        .rev()
        .zip(labels)
        .enumerate()
        .map(|(index, (row, label))| {
            let share = &row.coverage;
            let (shown, major) = labelled(index, rows.len());
            (share.whole > 0).then(|| Point {
                label: if shown { label.clone() } else { String::new() },
                major,
                x: Percent::of(LEFT + slot * (index as f64 + 0.5)),
                y: Percent::of(place(share.part, share.whole)),
                value: if shown { share.percent.clone() } else { String::new() },
                value_at: Percent::of(place(share.part, share.whole) - 4.0),
            })
        })
        .collect();
    let segments = points
        .windows(2)
        .filter_map(|pair| {
            let (a, b) = (pair[0].as_ref()?, pair[1].as_ref()?);
            Some(Segment { x1: a.x, y1: a.y, x2: b.x, y2: b.y })
        })
        .collect();
    let points: Vec<Point> = points.into_iter().flatten().collect();
    let ticks = [0, 50, 100]
        .map(|n| Tick { at: Percent::of(place(n, 100)), label: format!("{}%", text::number(n.into(), lang)) })
        .to_vec();
    (!points.is_empty()).then_some(Line { ticks, points, segments })
}

/// One bar a content type: counted, then excluded.
pub(super) fn bars(types: &[TypeTotal]) -> Vec<TypeBar> {
    let most = types.iter().map(|kind| kind.figures.published.n).max().unwrap_or(0).max(1);
    let width = |n: u32| Percent::of(100.0 * f64::from(n) / f64::from(most));
    types
        .iter()
        .map(|kind| TypeBar {
            label: kind.label.clone(),
            published: kind.figures.published.n,
            counted: width(kind.figures.counted.n),
            excluded: width(kind.figures.excluded.n),
        })
        .collect()
}

/// Whether a period's label and figure are written, and whether on a narrow screen too. The
/// newest always is.
fn labelled(index: usize, all: usize) -> (bool, bool) {
    let from_newest = all - 1 - index;
    let major = from_newest.is_multiple_of(all.div_ceil(LABELS));
    (major || all <= LABELS_WIDE, major)
}

/// The step of an axis from 0 that holds `highest`, and its end: 1, 2 or 5 with zeros, at most
/// five steps.
fn axis(highest: u32) -> (u32, u32) {
    let highest = u64::from(highest.max(1));
    let mut step = 1;
    for factor in [2, 5, 10].into_iter().cycle() {
        if highest <= 5 * step {
            break;
        }
        // 1, 2, 5, then ten times that.
        step = if factor == 5 { step / 2 * 5 } else { step * 2 };
    }
    let top = highest.div_ceil(step) * step;
    let fit = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    (fit(step), fit(top))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_round_numbers_and_at_most_five_steps() {
        for (highest, expected) in [
            (0, (1, 1)),
            (1, (1, 1)),
            (5, (1, 5)),
            (6, (2, 6)),
            (10, (2, 10)),
            (11, (5, 15)),
            (26, (10, 30)),
            (51, (20, 60)),
            (101, (50, 150)),
            (2_800, (1_000, 3_000)),
            (55_000, (20_000, 60_000)),
        ] {
            assert_eq!(axis(highest), expected, "{highest}");
        }
        let (step, top) = axis(u32::MAX);
        assert!(top / step <= 5 && step > 0);
    }

    #[test]
    fn the_newest_period_is_always_labelled_and_never_more_than_fit() {
        for all in 1..=60 {
            let shown: Vec<(bool, bool)> = (0..all).map(|index| labelled(index, all)).collect();
            assert_eq!(shown.last(), Some(&(true, true)), "{all}");
            assert!(shown.iter().filter(|(_, major)| *major).count() <= LABELS, "{all}");
            assert!(shown.iter().filter(|(shown, _)| *shown).count() <= LABELS_WIDE, "{all}");
        }
    }
}
