//! 「身に覚えがない」: the owner of an account did not make the change that a mail told of.

use crate::error::retried;
use crate::{Error, Ports, Result};
use wariin_domain::{AccountReport, Factor, ReportEnded};
use wariin_ports::PasswordHash;

/// What a report came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportOutcome {
    /// The account was reported now.
    Reported,
    /// This change, or a later one, was reported before: nothing happened.
    Before,
}

/// What the link in a mail about a change reports, for the page that asks before it is done.
///
/// # Errors
/// [`Error::InvalidLink`] when the link is not one of ours, or has ended.
pub fn reported_change(ports: &Ports, token: &str) -> Result<AccountReport> {
    let report = ports.tokens.read_report_link(token).ok_or(Error::InvalidLink)?;
    report.admit(ports.clock.now())?;
    Ok(report)
}

/// The owner of the account did not make this change. Its sessions, its password and links for a new one end,
/// consents that documents wait for are held, and those given since the change are taken back or disputed;
/// owner and senders are told. The second factor stays: it is never reset by mail. Doing it twice comes to
/// the same; the second time nothing happens, also when the operator has enabled the account meanwhile.
///
/// # Errors
/// As [`reported_change`].
pub async fn report_change(ports: &Ports, token: &str) -> Result<ReportOutcome> {
    let report = reported_change(ports, token)?;
    retried(|| report_once(ports, report)).await
}

/// Whether what the link reports, or a later change, was reported before, so that a report would do nothing.
///
/// # Errors
/// As [`reported_change`].
pub async fn was_reported(ports: &Ports, token: &str) -> Result<bool> {
    let report = reported_change(ports, token)?;
    let account = ports.views.account(report.account).await?.ok_or(Error::InvalidLink)?;
    Ok(account.has_reported(&report))
}

async fn report_once(ports: &Ports, report: AccountReport) -> Result<ReportOutcome> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    // Locks the account: a sign-in at the same moment ends below.
    tx.accounts().password(report.account).await?;
    let account = tx.accounts().find(report.account).await?;
    let mut account = account.ok_or(Error::InvalidLink)?;
    let stored = tx.factors().active(account.id).await?;
    let factors: Vec<Factor> = stored.into_iter().map(|stored| stored.factor).collect();

    let events = account.report(&report, &factors, now)?;

    if events.is_empty() {
        return Ok(ReportOutcome::Before);
    }
    tx.accounts().save_with_password(&account, &PasswordHash::none(), events).await?;
    tx.password_resets().end_all_of(account.id, now).await?;
    tx.sessions().remove_all_of(account.id).await?;
    for id in tx.documents().concerned_by(&account, report.at).await? {
        let mut document = tx.documents().find(id).await?.ok_or(Error::NotFound)?;
        let events = document.report(&account, report.at, now);
        if !events.is_empty() {
            tx.documents().save(&document, events).await?;
        }
    }
    tx.commit().await?;
    Ok(ReportOutcome::Reported)
}

impl From<ReportEnded> for Error {
    fn from(_: ReportEnded) -> Self {
        Self::InvalidLink
    }
}
