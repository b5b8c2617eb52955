//! Mails to the admins that a file of a document is damaged.

use super::{finishes, item, with_job};
use crate::world::{NOW, membership, organisation, sender, sent, taro};
use std::sync::{Arc, Mutex};
use wariin_domain::{Account, AccountId, Job, Membership, ReferenceNumber, Role};
use wariin_ports::mock::MockPorts;
use wariin_ports::{EmailContent, EmailText, JobOutcome, MailError, Member, Queue};
use wariin_usecases::{Ports, Worked, work_once};

/// A member, an admin whose account is disabled, and two admins.
fn members() -> Vec<Member> {
    let member = Account { membership: membership(1, Role::Member), ..taro() };
    let disabled = Account { disabled_at: Some(NOW), ..sender() };
    let second = Account { id: taro().id, email: taro().email, ..sender() };
    let accounts = [member, disabled, sender(), second];
    accounts.map(|account| Member { account, has_factor: true }).into()
}

/// The jobs to which the one about the damage is handed on, while it is this worker's or is no more.
async fn handed_on(members: Vec<Member>, is_own: bool) -> (Vec<Job>, Worked) {
    let mut world = Ports::mock();
    let document = sent(true);
    with_job(&mut world, Job::NotifyDamaged { document: document.id }, 1, &document);
    world.views.expect_members().returning(move |_| Ok(members.clone()));
    let jobs = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&jobs);
    world.jobs.expect_hand_on().times(1).returning(move |_, to, at| {
        assert_eq!(at, NOW);
        kept.lock().unwrap().extend(to);
        Ok(is_own)
    });
    if is_own {
        finishes(&mut world, JobOutcome::Done);
    }
    let worked = work_once(&world.wire().0, Queue::Email).await.unwrap();
    let jobs = jobs.lock().unwrap().clone();
    (jobs, worked)
}

// DO-01
#[tokio::test]
async fn each_enabled_admin_is_told_of_a_damaged_file_by_a_job_of_its_own() {
    let document = sent(true).id;
    let done = Worked { done: 1, failed: 0, dead: 0 };
    let each = [sender().id, taro().id].map(|admin| Job::NotifyAdminOfDamage { document, admin });
    assert_eq!(handed_on(members(), true).await, (each.to_vec(), done));
    let of_another_worker = Worked { done: 0, failed: 1, dead: 0 };
    assert_eq!(handed_on(members(), false).await, (each.to_vec(), of_another_worker));
    let none = members().drain(..2).collect();
    assert_eq!(handed_on(none, true).await, (vec![], done));
}

fn with_mail_to(world: &mut MockPorts, gated: bool, admin: Account) {
    let document = sent(gated);
    let job = Job::NotifyAdminOfDamage { document: document.id, admin: admin.id };
    world.jobs.expect_claim().times(1).returning(move |_, _, _, _| Ok(vec![item(job, 1)]));
    world.jobs.expect_hold().returning(|_, _, _| Ok(true));
    world.views.expect_document().returning(move |_| Ok(Some(sent(gated))));
    world.views.expect_organisation().returning(|_| Ok(Some(organisation())));
    let id: AccountId = admin.id;
    world.views.expect_account().returning(move |asked| {
        assert_eq!(asked, id);
        Ok(Some(admin.clone()))
    });
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
}

// DO-01 T-030
#[tokio::test]
async fn the_mail_about_a_damaged_file_goes_to_the_one_admin_and_tells_no_title_behind_the_gate() {
    for gated in [true, false] {
        let mut world = Ports::mock();
        with_mail_to(&mut world, gated, sender());
        world.mailer.expect_send().times(1).returning(|mail| {
            assert_eq!(mail.address, sender().email);
            Ok(())
        });
        finishes(&mut world, JobOutcome::Done);
        work_once(&world.wire().0, Queue::Email).await.unwrap();
    }

    let mut world = Ports::mock();
    with_mail_to(&mut world, true, sender());
    world.mailer.expect_send().returning(|_| Err(MailError::Later("away".into())));
    world.jobs.expect_postpone().times(1).returning(|_, _, _| Ok(()));
    let worked = work_once(&world.wire().0, Queue::Email).await.unwrap();
    assert_eq!(worked, Worked { done: 0, failed: 1, dead: 0 });
}

// DO-01
#[tokio::test]
async fn an_account_that_is_no_enabled_admin_any_more_is_told_of_no_damage() {
    let left = Account { membership: Membership::Guest, ..sender() };
    let member = Account { membership: membership(1, Role::Member), ..sender() };
    let disabled = Account { disabled_at: Some(NOW), ..sender() };
    for admin in [left, member, disabled] {
        let mut world = Ports::mock();
        with_mail_to(&mut world, true, admin);
        finishes(&mut world, JobOutcome::OutOfDate);
        work_once(&world.wire().0, Queue::Email).await.unwrap();
    }
}
