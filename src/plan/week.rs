//! The week on one sheet, for the office's meeting.

use jiff::civil::{Date, ISOWeekDate};

use crate::model::{ListKind, Post, PostId, Quarter, Scope};
use crate::stats::{Judgement, Row, Tally};
use crate::text::short_date;

use super::view::{WeekPost, WeekUnit, WeekView};
use super::{Data, OutPath, Planner, View};

/// The folder of all weeks, which a build adds to and never takes from.
pub(super) const WEEKS: &str = "giao-ban/";

/// What fits on one sheet of A4 with titles of two lines.
const POSTS: usize = 6;
const BEHIND: usize = 14;
const TOP: usize = 3;

/// Where the sheet of a day's week stands: `giao-ban/2026-t47/index.html`.
pub(super) fn path(day: Date) -> OutPath {
    let week = day.iso_week_date();
    OutPath::made(&format!("{WEEKS}{}-t{:02}/index.html", week.year(), week.week()))
}

/// Monday and Sunday.
fn days(week: ISOWeekDate) -> (Date, Date) {
    let monday = week.first_of_week().map_or(Date::ZERO, ISOWeekDate::date);
    let sunday = week.last_of_week().map_or(Date::ZERO, ISOWeekDate::date);
    (monday, sunday)
}

impl<'s> Planner<'s> {
    pub(super) fn week(&self, path: &OutPath) -> View<'s> {
        let config = &self.site.config;
        let lang = config.lang;
        let today = self.site.today;
        let week = today.iso_week_date();
        let (monday, sunday) = days(week);
        let quarter = Quarter::of(today, config.period_rule);
        let (_, last) = quarter.days(config.period_rule);

        // Sorted by date: the week is the end of the list.
        let all = self.site.list(Scope::Whole, ListKind::All);
        let posts = &all[all.partition_point(|&id| self.site.post(id).date < monday)..];
        let tally: Tally = posts.iter().filter_map(|&id| self.counts.judgement(id)).map(Tally::from).sum();

        let rows = self.behind_rows(quarter);
        let mut behind: Vec<&Row> = rows.iter().collect();
        // Who misses most comes first; a stable sort keeps the registry's order among equals.
        behind.sort_by_key(|row| std::cmp::Reverse(row.shortfall()));
        let unit = |row: &&Row| WeekUnit {
            name: config.units.get(row.unit).short().to_owned(),
            counted: row.tally.counted,
            target: row.goal.products(),
            shortfall: row.shortfall(),
        };
        let label = format!("{} {:02}/{}", self.label("week_label"), week.week(), week.year());
        let page = self.page(path, "", &label);
        let view = WeekView {
            week: format!("{:02}/{}", week.week(), week.year()),
            from: short_date(monday, lang),
            to: short_date(sunday, lang),
            today: short_date(today, lang),
            quarter: self.in_sentence(quarter),
            last_day: short_date(last, lang),
            days_left: ((last - today).get_days() + 1).max(0),
            total: self.period_row(quarter, path),
            posts: posts.iter().rev().take(POSTS).map(|&id| self.week_post(id)).collect(),
            published: tally.published,
            counted: tally.counted,
            more_posts: posts.len().saturating_sub(POSTS),
            behind: behind.iter().take(BEHIND).map(unit).collect(),
            all_behind: behind.len(),
            more_behind: behind.len().saturating_sub(BEHIND),
            top: self.top(quarter).into_iter().map(|id| self.week_post(id)).collect(),
        };
        self.html("week.html", page, Data::Week(view))
    }

    /// The quarter's posts that were seen most, then its good examples and pinned posts, the newest
    /// first.
    fn top(&self, quarter: Quarter) -> Vec<PostId> {
        let posts = self.site.list(Scope::Whole, ListKind::Quarter(quarter));
        let rank = |id: PostId| {
            let post = self.site.post(id);
            let views = views(post).filter(|&views| views > 0);
            (views.is_some() || post.exemplar || post.pinned).then_some((views, id))
        };
        let mut top: Vec<(Option<u64>, PostId)> = posts.iter().filter_map(|&id| rank(id)).collect();
        top.sort_by(|a, b| b.cmp(a));
        top.into_iter().take(TOP).map(|(_, id)| id).collect()
    }

    fn week_post(&self, id: PostId) -> WeekPost {
        let config = &self.site.config;
        let post = self.site.post(id);
        WeekPost {
            title: post.title.to_string(),
            address: self.absolute_of(post).into_owned(),
            unit: if self.many() { config.units.get(post.unit).short().to_owned() } else { String::new() },
            date: short_date(post.date, config.lang),
            kind: config.vocabulary.types.get(post.kind).short(config.lang).to_owned(),
            counted: self.counts.judgement(id) == Some(Judgement::Counted),
            views: views(post),
        }
    }
}

/// Times seen on all channels together; none where nobody read that.
fn views(post: &Post) -> Option<u64> {
    let read = post.reach.iter().filter_map(|reach| reach.views);
    read.map(u64::from).reduce(|sum, views| sum + views)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weeks_begin_on_monday_and_may_belong_to_another_year() {
        for (day, expected) in [
            (date(2026, 11, 21), "giao-ban/2026-t47/index.html"),
            (date(2026, 11, 22), "giao-ban/2026-t47/index.html"),
            (date(2026, 11, 23), "giao-ban/2026-t48/index.html"),
            (date(2027, 1, 1), "giao-ban/2026-t53/index.html"),
            (date(2027, 1, 4), "giao-ban/2027-t01/index.html"),
            (date(2024, 12, 30), "giao-ban/2025-t01/index.html"),
        ] {
            assert_eq!(path(day).as_str(), expected);
        }
        assert_eq!(days(date(2026, 11, 21).iso_week_date()), (date(2026, 11, 16), date(2026, 11, 22)));
    }
}
