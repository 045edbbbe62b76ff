//! A value and everything found wrong on the way to it.

use super::{Diagnostic, any_error};

/// A value together with what was found wrong while making it. Stages keep going after a
/// mistake, so that one run reports all of them.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// What was made, as good as it could be.
    pub value: T,
    /// What was found; see [`sort`](super::sort) for the order shown to people.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with nothing to say about it.
    pub fn clean(value: T) -> Checked<T> {
        Checked { value, diagnostics: Vec::new() }
    }

    /// A value with what was found.
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Checked<T> {
        Checked { value, diagnostics }
    }

    /// Changes the value, keeps what was found.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: change(self.value), diagnostics: self.diagnostics }
    }

    /// Goes on to the next stage and adds what it finds.
    pub fn and_then<U>(self, next: impl FnOnce(T) -> Checked<U>) -> Checked<U> {
        let mut found = self.diagnostics;
        let Checked { value, diagnostics } = next(self.value);
        found.extend(diagnostics);
        Checked { value, diagnostics: found }
    }

    /// Takes the value out and adds what was found to `list`.
    pub fn into(self, list: &mut Vec<Diagnostic>) -> T {
        list.extend(self.diagnostics);
        self.value
    }

    /// The value and its warnings, or all that was found when one of it is an error.
    ///
    /// # Errors
    /// Every diagnostic, warnings too, when at least one is an error.
    pub fn into_result(self) -> Result<(T, Vec<Diagnostic>), Vec<Diagnostic>> {
        if any_error(&self.diagnostics) { Err(self.diagnostics) } else { Ok((self.value, self.diagnostics)) }
    }
}
