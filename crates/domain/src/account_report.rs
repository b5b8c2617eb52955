//! 「身に覚えがない」: the reader of an account's mailbox says that its owner did not make a change.
//!
//! The mailbox may be read by a stranger too, who made the change or who clicks instead of the owner. So a report
//! takes away and gives nothing: sessions, the password and the consents that depend on it end, and a second
//! factor stays. Each email's link does so once.

use crate::{
    Account, AccountChange, AccountId, Actor, Event, EventKind, Events, Factor, Span, Timestamp,
};

/// What the link in the email about a change says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountReport {
    /// Whose mailbox it was mailed to.
    pub account: AccountId,
    /// What its owner did not do.
    pub change: AccountChange,
    /// When that was done.
    pub at: Timestamp,
}

/// The link has ended, or the change is none that is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the link to report a change of the account has ended")]
pub struct ReportEnded;

impl AccountReport {
    /// How long after the change its link can be used.
    pub const LIFE: Span = Span::days(30);

    /// When the link ends.
    pub fn until(&self) -> Timestamp {
        self.at.plus(Self::LIFE)
    }

    /// Whether the account is disabled when this is reported.
    pub fn disables(&self) -> bool {
        self.change == AccountChange::AddressChanged
    }

    /// Whether the link can be used now.
    ///
    /// # Errors
    /// [`ReportEnded`].
    pub fn admit(&self, now: Timestamp) -> Result<(), ReportEnded> {
        if self.change.may_be_reported() && now < self.until() { Ok(()) } else { Err(ReportEnded) }
    }
}

impl Account {
    /// The owner did not make this change. Sessions, the password and links for a new one have to end with it,
    /// and documents be told ([`crate::Document::report`]). Nothing happens where this change, or a later one,
    /// was reported before: a stranger with the link cannot keep the owner out by using it again and again.
    ///
    /// With a factor the report stands until an admin or the operator settles it: the factor may be a
    /// stranger's.
    ///
    /// Another address disables the account until the operator enables it: a link for a new password would go to that
    /// address, and nothing shows which of the two mailboxes is the owner's.
    ///
    /// # Errors
    /// [`ReportEnded`].
    pub fn report(
        &mut self,
        report: &AccountReport,
        factors: &[Factor],
        now: Timestamp,
    ) -> Result<Events, ReportEnded> {
        report.admit(now)?;
        if self.has_reported(report) {
            return Ok(Events::none());
        }
        let stands = !factors.is_empty() || self.is_under_report();
        self.reported_at = Some(now);
        if !stands {
            self.settled_at = Some(now);
        }
        let reported = EventKind::AccountReported { change: report.change };
        let reported = Events::one(Event::of_account(self.id, now, Actor::Unidentified, reported));
        if !report.disables() || !self.is_enabled() {
            return Ok(reported);
        }
        self.disabled_at = Some(now);
        let disabled = EventKind::AccountDisabled;
        let disabled = Event::of_account(self.id, now, Actor::Unidentified, disabled);
        Ok(reported.and(Events::one(disabled)))
    }

    /// Whether this change, or a later one, was reported before.
    pub fn has_reported(&self, report: &AccountReport) -> bool {
        self.reported_at.is_some_and(|reported| report.at <= reported)
    }

    /// Whether a report stands: consents by the account are held, also those to documents that are sent from
    /// now on.
    pub fn is_under_report(&self) -> bool {
        self.reported_at.is_some_and(|reported| self.settled_at.is_none_or(|at| at < reported))
    }

    /// An admin or the operator resets the factor, and has made sure who the owner is.
    pub fn settle_report(&mut self, now: Timestamp) {
        if self.is_under_report() {
            self.settled_at = Some(now);
        }
    }
}
