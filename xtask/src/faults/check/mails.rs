//! INV9: each mail once or twice, and none for a document that was cancelled.

use crate::faults::inject::Interrupted;
use crate::faults::ledger::Record;
use crate::world::mail::Mail;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// How long after a mail was taken it may not be written yet that it was: while it waits for its turn, or the database
/// is away, or its disk full, and is then tried again. A node that is killed meanwhile cannot know that the mail has
/// left, and sends it again.
const UNWRITTEN: Duration = Duration::from_secs(4);

/// How long after the kill of a node the server may still take a mail that had left it before.
const IN_FLIGHT: Duration = Duration::from_secs(1);

/// How long a mail that was under way may still come after a cancellation was acknowledged: longer than any
/// node is frozen at random.
const UNDER_WAY: Duration = Duration::from_secs(20);

pub(super) fn check(
    ledger: &BTreeMap<String, Record>,
    mails: &[Mail],
    interrupted: &Interrupted,
    violations: &mut Vec<String>,
) {
    let mut taken = BTreeMap::<(&str, &str), Vec<Instant>>::new();
    // What the server kept without saying so has to be sent again.
    for mail in mails.iter().filter(|mail| mail.was_answered) {
        taken.entry((&mail.message_id, &mail.to)).or_default().push(mail.at);
    }
    for ((id, _), copies) in &mut taken {
        if id.is_empty() {
            violations.push("INV9: a mail without a Message-ID".to_owned());
        }
        copies.sort();
        if !are_allowed(copies, interrupted) {
            let ago: Vec<_> = copies.iter().map(|at| at.elapsed().as_secs_f64()).collect();
            violations
                .push(format!("INV9: the mail {id} came {} times ({ago:.1?} s ago)", ago.len()));
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
                && awake(cancelled, mail.at, &interrupted.frozen) > UNDER_WAY
        });
        if late.count() > 0 {
            violations.push(format!("INV9: an invitation after the cancellation (document {id})"));
        }
    }
}

/// A mail comes once or twice; more often only where every copy but the last was followed by a kill, or by the freeze of
/// a node, before it could be written that it had left.
fn are_allowed(copies: &[Instant], interrupted: &Interrupted) -> bool {
    let frozen = interrupted.frozen.iter().map(|(began, _)| began);
    let all: Vec<&Instant> = interrupted.kills.iter().chain(frozen).collect();
    let is_explained = |copy: &Instant| {
        all.iter().any(|at| {
            at.saturating_duration_since(*copy) <= UNWRITTEN
                && copy.saturating_duration_since(**at) <= IN_FLIGHT
        })
    };
    let repeated = copies.len().saturating_sub(1);
    repeated <= 1 || copies[..repeated].iter().all(is_explained)
}

/// How long it was from one instant to another, without the time that a node was frozen: what it had under way then, it
/// goes on with afterwards.
fn awake(from: Instant, to: Instant, frozen: &[(Instant, Instant)]) -> Duration {
    let asleep = frozen
        .iter()
        .map(|(began, ended)| (*ended).min(to).saturating_duration_since((*began).max(from)));
    to.saturating_duration_since(from).saturating_sub(asleep.sum())
}

/// Whether it invites to a document; other mails may lead there as well.
fn is_invitation(mail: &Mail) -> bool {
    mail.link.is_some() && mail.subject.contains("書類の確認をお願いします")
}

#[cfg(test)]
mod tests {
    use super::*;

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
        interrupted(cancelled, mails, &Interrupted::default())
    }

    fn interrupted(cancelled: Option<Instant>, mails: &[Mail], by: &Interrupted) -> String {
        let record = Record { title: "契約書-1-号".to_owned(), cancelled, ..Record::default() };
        let mut violations = Vec::new();
        check(&[("d".to_owned(), record)].into(), mails, by, &mut violations);
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

    // FA-13
    #[test]
    fn a_third_copy_needs_a_kill_just_after_each_copy_before_it() {
        let now = Instant::now();
        let at = |seconds| Mail {
            at: now + Duration::from_secs(seconds),
            ..mail("<1@wariin>", Some("/l/secret"))
        };
        let copies = [at(0), at(10), at(20)];
        let kills = |seconds: &[u64]| Interrupted {
            kills: seconds.iter().map(|after| now + Duration::from_secs(*after)).collect(),
            frozen: Vec::new(),
        };
        assert_eq!(interrupted(None, &copies, &kills(&[1, 11])), "");
        assert_eq!(interrupted(None, &copies, &kills(&[1, 9])), "", "the second was in flight");
        for too_few in [&[][..], &[1], &[11], &[1, 8], &[1, 20], &[6, 11]] {
            let found = interrupted(None, &copies, &kills(too_few));
            assert!(found.contains("came 3 times"), "{too_few:?}: {found}");
        }
    }

    // FA-10
    #[test]
    fn a_mail_that_a_frozen_node_had_under_way_may_come_when_it_goes_on() {
        let now = Instant::now();
        let after = |seconds| now + Duration::from_secs(seconds);
        let frozen = Interrupted { kills: Vec::new(), frozen: vec![(after(1), after(61))] };
        let late = |seconds| Mail { at: after(seconds), ..mail("<1@wariin>", Some("/l/secret")) };
        assert_eq!(interrupted(Some(now), &[late(70)], &frozen), "");
        assert!(interrupted(Some(now), &[late(90)], &frozen).contains("after the cancellation"));
        let later = Some(after(65));
        assert!(interrupted(later, &[late(90)], &frozen).contains("after the cancellation"));
    }
}
