//! INV9: each mail once or twice, and none for a document that was cancelled.

use crate::faults::ledger::Record;
use crate::world::mail::Mail;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long a mail that was under way may still come after a cancellation was acknowledged: longer than any
/// node is frozen.
const UNDER_WAY: Duration = Duration::from_secs(20);

pub(super) fn check(
    ledger: &BTreeMap<String, Record>,
    mails: &[Mail],
    violations: &mut Vec<String>,
) {
    let mut taken = BTreeMap::<(&str, &str), usize>::new();
    // What the server kept without saying so has to be sent again.
    for mail in mails.iter().filter(|mail| mail.was_answered) {
        *taken.entry((&mail.message_id, &mail.to)).or_default() += 1;
    }
    for ((id, _), count) in &taken {
        if id.is_empty() {
            violations.push("INV9: a mail without a Message-ID".to_owned());
        }
        if *count > 2 {
            violations.push(format!("INV9: the mail {id} came {count} times"));
        }
    }
    let mut ids = BTreeMap::<(&str, &str), &str>::new();
    for mail in mails.iter().filter(|mail| is_invitation(mail)) {
        let Some(link) = &mail.link else {
            continue;
        };
        let known = ids.entry((&mail.to, link)).or_insert(&mail.message_id);
        if *known != mail.message_id {
            violations.push(format!("INV9: an invitation came again as {}", mail.message_id));
        }
    }
    for (id, record) in ledger {
        let Some(cancelled) = record.cancelled else {
            continue;
        };
        let late = mails.iter().filter(|mail| {
            is_invitation(mail)
                && mail.body.contains(&record.title)
                && mail.at.saturating_duration_since(cancelled) > UNDER_WAY
        });
        if late.count() > 0 {
            violations.push(format!("INV9: an invitation after the cancellation (document {id})"));
        }
    }
}

/// Whether it invites to a document; other mails may lead there as well.
fn is_invitation(mail: &Mail) -> bool {
    mail.link.is_some() && mail.subject.contains("書類の確認をお願いします")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn mail(message_id: &str, link: Option<&str>) -> Mail {
        Mail {
            to: "taro@example.com".to_owned(),
            message_id: message_id.to_owned(),
            subject: "【割印商事】書類の確認をお願いします".to_owned(),
            body: "契約書-1-号".to_owned(),
            link: link.map(str::to_owned),
            code: None,
            at: Instant::now(),
            was_answered: true,
        }
    }

    fn violations(cancelled: Option<Instant>, mails: &[Mail]) -> String {
        let record = Record { title: "契約書-1-号".to_owned(), cancelled, ..Record::default() };
        let mut violations = Vec::new();
        check(&[("d".to_owned(), record)].into(), mails, &mut violations);
        violations.join("; ")
    }

    // FA-13
    #[test]
    fn a_mail_too_many_and_one_after_the_cancellation_are_found() {
        let first = || mail("<1@wariin>", Some("/l/secret"));
        let unanswered = || Mail { was_answered: false, ..first() };
        assert_eq!(violations(None, &[first(), first(), unanswered()]), "");
        let now = Instant::now();
        assert_eq!(violations(Some(now), &[first()]), "", "it was under way");

        let late = Mail { at: now + UNDER_WAY * 2, ..first() };
        let found = [
            violations(None, &[first(), first(), first()]),
            violations(None, &[mail("", None)]),
            violations(None, &[first(), mail("<2@wariin>", Some("/l/secret"))]),
            violations(Some(now), &[late]),
        ];
        for (at, found) in found.iter().enumerate() {
            assert!(found.contains("INV9"), "{at}: {found}");
        }
    }
}
