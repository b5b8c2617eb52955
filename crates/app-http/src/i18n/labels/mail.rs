//! How far an email has come, for the sender.

use crate::i18n::Locale;
use wariin_domain::Timestamp;
use wariin_ports::MailProgress;

/// How far the email that tells of the conclusion has come.
pub(crate) fn conclusion_mail(locale: &Locale, mail: MailProgress, now: Timestamp) -> String {
    let o = locale.office;
    o.word_conclusion_mail(match mail {
        MailProgress::Sent(at) => o.word_mail_sent(locale.at(at)),
        MailProgress::NotSent => o.word_mail_failed(),
        waiting @ MailProgress::Waiting { .. } => unsent(locale, waiting, now),
    })
}

/// That an email has not left: how often that was tried, and when it is tried next.
pub(super) fn unsent(locale: &Locale, mail: MailProgress, now: Timestamp) -> String {
    let o = locale.office;
    match mail {
        MailProgress::Waiting { tries: 0, .. } => o.word_recipient_queued(),
        MailProgress::Waiting { tries, next } if next <= now => o.word_mail_retrying(tries),
        MailProgress::Waiting { tries, next } => o.word_mail_retried(tries, locale.at(next)),
        MailProgress::Sent(_) | MailProgress::NotSent => o.word_mail_unsent(),
    }
}
