//! Mails to the admins that a file of a document is damaged.

use super::{finishes, with_job};
use crate::world::{membership, sender, sent, taro};
use std::sync::{Arc, Mutex};
use wariin_domain::{Account, Job, MailRefusal, ReferenceNumber, Role};
use wariin_ports::mock::MockPorts;
use wariin_ports::{EmailContent, EmailText, JobOutcome, MailError, Member, Queue};
use wariin_usecases::{Ports, Worked, work_once};

/// A member, an admin whose account is disabled, and two admins.
fn members() -> Vec<Member> {
    let member = Account { membership: membership(1, Role::Member), ..taro() };
    let disabled = Account { disabled_at: Some(crate::world::NOW), ..sender() };
    let second = Account { id: taro().id, email: taro().email, ..sender() };
    let accounts = [member, disabled, sender(), second];
    accounts.map(|account| Member { account, has_factor: true }).into()
}

/// The ids of mails that are handed over, of which the first is answered like this.
fn mails(
    world: &mut MockPorts,
    gated: bool,
    first: impl Fn() -> Result<(), MailError> + Send + 'static,
) -> Arc<Mutex<Vec<String>>> {
    let document = sent(gated);
    with_job(world, Job::NotifyDamaged { document: document.id }, 1, &document);
    world.views.expect_members().returning(|_| Ok(members()));
    world.emails.expect_write().returning(move |message| {
        let title = match &message.kind {
            EmailContent::FileDamaged { title } => Some(title),
            _ => None,
        };
        let title = title.unwrap();
        assert_eq!(title.is_none(), gated, "a title behind the gate is not told");
        assert_eq!(message.reference, Some(ReferenceNumber::of(document.id)));
        EmailText { subject: "s".into(), text: "t".into(), html: "h".into() }
    });
    let ids = Arc::new(Mutex::new(Vec::new()));
    let handed = Arc::clone(&ids);
    world.mailer.expect_send().returning(move |mail| {
        let mut handed = handed.lock().unwrap();
        handed.push(mail.id);
        if handed.len() == 1 { first() } else { Ok(()) }
    });
    ids
}

// DO-01 T-030
#[tokio::test]
async fn each_admin_is_told_of_a_damaged_file_once_and_of_no_title_behind_the_gate() {
    for gated in [true, false] {
        let mut world = Ports::mock();
        let ids = mails(&mut world, gated, || Ok(()));
        finishes(&mut world, JobOutcome::Done);
        work_once(&world.wire().0, Queue::Email).await.unwrap();
        let ids = ids.lock().unwrap().clone();
        let expected = [sender().id, taro().id];
        let expected = expected.map(|admin| format!("damaged-{}-{admin}", sent(gated).id));
        assert_eq!(ids, expected);
    }
}

// DO-01
#[tokio::test]
async fn an_address_that_is_refused_keeps_no_other_admin_from_the_warning_and_what_waits_is_sent_later()
 {
    let mut world = Ports::mock();
    let never = || Err(MailError::Never { why: MailRefusal::Other, source: "refused".into() });
    let ids = mails(&mut world, true, never);
    finishes(&mut world, JobOutcome::Done);
    work_once(&world.wire().0, Queue::Email).await.unwrap();
    assert_eq!(ids.lock().unwrap().len(), 2);

    let mut world = Ports::mock();
    let ids = mails(&mut world, true, || Err(MailError::Later("away".into())));
    world.jobs.expect_postpone().times(1).returning(|_, _, _| Ok(()));
    let worked = work_once(&world.wire().0, Queue::Email).await.unwrap();
    assert_eq!(worked, Worked { done: 0, failed: 1, dead: 0 });
    assert_eq!(ids.lock().unwrap().len(), 1);
}
