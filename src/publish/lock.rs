//! Tells two publishers at once apart.

use std::fmt::Write as _;

use super::{Fault, Kind};

/// The lock's name on the server.
pub(super) const LOCK: &str = "nq71-dang.txt";

/// A lock whose owner gave no sign of life for so long belongs to a run that was cut off.
const OUT_OF_DATE: i64 = 15 * 60;

/// Who publishes: a token that this site's folder keeps, and the machine's name, for people and
/// because folders are copied from machine to machine. No person's name: the file can be read by
/// everybody while it is there.
#[derive(Clone, Debug)]
pub struct Owner {
    token: String,
    machine: String,
    now: fn() -> i64,
}

impl Owner {
    /// An owner; `now` gives the seconds since 1970.
    pub fn new(token: &str, machine: &str, now: fn() -> i64) -> Owner {
        let machine = machine.chars().filter(|sign| sign.is_alphanumeric() || "-._".contains(*sign));
        let machine: String = machine.take(40).collect();
        let machine = if machine.is_empty() { "?".to_owned() } else { machine };
        Owner { token: token.to_owned(), machine, now }
    }

    /// What the lock says.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "nq71 {} {} {}", self.token, (self.now)(), self.machine);
        text
    }

    pub(super) fn wrote(&self, lock: &[u8]) -> bool {
        Lock::parse(lock).is_some_and(|lock| lock.is_of(self))
    }

    /// True for the text of a lock, whoever wrote it.
    pub(super) fn is_lock(text: &[u8]) -> bool {
        Lock::parse(text).is_some()
    }

    /// Whether a lock that is there may be taken: it is ours, out of date, or not a lock.
    pub(super) fn may_take(&self, lock: &[u8]) -> Take {
        let Some(lock) = Lock::parse(lock).filter(|lock| !lock.is_of(self)) else { return Take::Yes };
        let age = (self.now)().saturating_sub(lock.at);
        if age.saturating_abs() > OUT_OF_DATE {
            return Take::IfStill;
        }
        let minutes = age.max(0) / 60;
        Take::No(Fault::new(Kind::Busy, LOCK, format!("{} {minutes}", lock.machine)))
    }
}

/// What may be done with a lock that is there.
pub(super) enum Take {
    /// Nobody holds it.
    Yes,
    /// Its owner is gone, or has a clock that goes wrong: then it changes while one looks.
    IfStill,
    /// Somebody is publishing.
    No(Fault),
}

struct Lock {
    token: String,
    at: i64,
    machine: String,
}

impl Lock {
    fn is_of(&self, owner: &Owner) -> bool {
        self.token == owner.token && self.machine == owner.machine
    }

    fn parse(bytes: &[u8]) -> Option<Lock> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut words = text.strip_prefix("nq71 ")?.split_whitespace();
        let (token, at) = (words.next()?.to_owned(), words.next()?.parse().ok()?);
        let machine = words.next().unwrap_or("?").chars().filter(|sign| !sign.is_control()).take(40);
        Some(Lock { token, at, machine: machine.collect() })
    }
}
