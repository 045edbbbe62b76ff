//! The posts of a section in shared rows: replacing one of them copies its row alone, however many
//! there are.

use std::sync::Arc;

use super::{Post, PostId};

/// Posts in a row.
const ROW: usize = 512;

/// All posts, each at the place that its id says.
#[derive(Clone, Debug)]
pub(super) struct Rows(Vec<Arc<[Arc<Post>]>>);

impl Rows {
    pub(super) fn of(posts: Vec<Arc<Post>>) -> Rows {
        let mut rows = Vec::with_capacity(posts.len().div_ceil(ROW));
        let mut posts = posts.into_iter();
        while posts.len() > 0 {
            rows.push(posts.by_ref().take(ROW).collect());
        }
        Rows(rows)
    }

    pub(super) fn len(&self) -> usize {
        self.0.last().map_or(0, |last| (self.0.len() - 1) * ROW + last.len())
    }

    pub(super) fn get(&self, id: PostId) -> &Post {
        let at = id.0 as usize;
        &self.0[at / ROW][at % ROW]
    }

    pub(super) fn put(&mut self, id: PostId, post: Arc<Post>) {
        let at = id.0 as usize;
        Arc::make_mut(&mut self.0[at / ROW])[at % ROW] = post;
    }
}
