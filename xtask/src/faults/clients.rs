//! The people who use the service while faults come: each document is a story of its own.

use super::ledger::Ledger;
use super::random::Random;
use super::story::Story;
use crate::run::Outcome;
use crate::world::browser::Browser;
use crate::world::mail::MailServer;
use crate::world::people::{Authenticator, Sender};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// How many documents are under way at once.
const AT_ONCE: u64 = 16;

pub(super) struct Clients<'a> {
    /// The nodes.
    pub(super) origins: Vec<String>,
    pub(super) mail: MailServer,
    pub(super) sender: Sender,
    /// People who have accounts with second factors.
    pub(super) registered: &'a [Registered],
    pub(super) ledger: &'a Ledger,
    /// Whether no document is begun any more.
    pub(super) ends: &'a AtomicBool,
}

/// A recipient with an account and a second factor, signed in with a code of it.
pub(super) struct Registered {
    pub(super) email: String,
    pub(super) browser: Browser,
    pub(super) authenticator: Authenticator,
}

impl Clients<'_> {
    /// Tells one story after the other, from the one with this number on; how many there were.
    pub(super) fn play(&self, first: u64, random: Random) -> Outcome<u64> {
        let next = AtomicU64::new(first);
        thread::scope(|scope| {
            let clients = (0..AT_ONCE).map(|_| {
                scope.spawn(|| {
                    while !self.ends.load(Ordering::SeqCst) {
                        let number = next.fetch_add(1, Ordering::SeqCst);
                        Story::new(self, number, &random).tell();
                        thread::sleep(Duration::from_millis(20));
                    }
                })
            });
            let clients: Vec<_> = clients.collect();
            let joined = clients.into_iter().try_for_each(thread::ScopedJoinHandle::join);
            joined.map_err(|_| "a client panicked".to_owned())
        })?;
        Ok(next.load(Ordering::SeqCst) - first)
    }
}
