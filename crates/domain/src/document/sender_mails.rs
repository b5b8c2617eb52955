//! How many emails the preflights and corrections of one sender have mailed within a day: drafts, recipients and
//! addresses can be made and changed as often as the sender likes, so they are no limit.

use super::{DocumentError, Problem};
use crate::{AddressKey, EventKind, Events, Span, Throttle, Timestamp, TrySource};
use alloc::collections::BTreeMap;
use alloc::{vec, vec::Vec};

/// How many are mailed to one address within [`DAY`] of the first one.
const TO_ONE: u32 = 3;
/// How many are mailed in all.
const IN_ALL: u32 = 300;
/// For how long they count.
const DAY: Span = Span::hours(24);

/// What was mailed. A count's instant says until when it counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SenderMails {
    all: Throttle,
    addresses: BTreeMap<AddressKey, Throttle>,
}

impl SenderMails {
    /// What was kept: of all addresses together, and of those that are about to be mailed to.
    pub fn restore(
        all: Throttle,
        addresses: impl IntoIterator<Item = (AddressKey, Throttle)>,
    ) -> Self {
        Self { all, addresses: addresses.into_iter().collect() }
    }

    /// Counts the emails that follow from these events of [`crate::Document::ask_preflight`] and
    /// [`crate::Document::correct_recipient`], or none of them. A correction counts for both addresses, also where
    /// neither is mailed to before the recipient's turn.
    ///
    /// # Errors
    /// [`Problem::MailLimit`] when the day's emails, to one of them or in all, are used up.
    pub fn count(&mut self, asked: &Events, now: Timestamp) -> Result<(), DocumentError> {
        let mut next = self.clone();
        for address in asked.iter().flat_map(|event| mailed(&event.kind)) {
            let to_one = next.addresses.entry(AddressKey::of_text(address)).or_default();
            *to_one = one_more(*to_one, now);
            next.all = one_more(next.all, now);
            if to_one.failures() > TO_ONE || next.all.failures() > IN_ALL {
                return Err(Problem::MailLimit.into());
            }
        }
        *self = next;
        Ok(())
    }

    /// What is to be kept.
    pub fn counts(&self) -> impl Iterator<Item = (TrySource, Throttle)> {
        let addresses = self.addresses.iter();
        let addresses = addresses.map(|(key, count)| (TrySource::Address(*key), *count));
        addresses.chain([(TrySource::AllNetworks, self.all)])
    }
}

fn mailed(kind: &EventKind) -> Vec<&str> {
    match kind {
        EventKind::PreflightAsked { email, .. } => vec![email],
        EventKind::RecipientCorrected { from_email, to_email, .. } if from_email != to_email => {
            vec![from_email, to_email]
        }
        _ => Vec::new(),
    }
}

fn one_more(count: Throttle, now: Timestamp) -> Throttle {
    match count.blocked_until() {
        Some(until) if now < until => {
            Throttle::restore(count.failures().saturating_add(1), Some(until))
        }
        Some(_) | None => Throttle::restore(1, Some(now.plus(DAY))),
    }
}
