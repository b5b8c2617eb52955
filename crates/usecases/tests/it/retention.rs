//! How long documents are kept: set, held, announced, deleted, and told to those who could see them.

mod deletion;
mod keeping;
mod kept;
mod told;

use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, membership, organisation, recipient_id, sender, sent,
    session, taro, work,
};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use wariin_domain::fixtures::{consent_to, signed_in};
use wariin_domain::{
    Account, BookkeepingDuty, DELETION_NOTICE, DeletedDocument, Document, FileDigest, Organisation,
    Reason, RetentionPolicy, RetentionYears, Role, Seal, SealLevel, SealedFile, Timestamp,
};
use wariin_ports::mock::{MockClock, MockPorts, MockWork};
use wariin_usecases::{DocumentCommand, Ports};

/// Concluded at [`NOW`], behind Taro's consent.
fn concluded() -> Document {
    let mut document = sent(true);
    let (taro, by) = (taro(), by_totp(&taro(), NOW));
    let shown = consent_to(document.content_digest());
    let _ = document.consent(recipient_id(), signed_in(&taro, &by), shown, NOW).unwrap();
    let seal = Seal { digest: FileDigest::new([9; 32]), level: SealLevel::Basic };
    let sealed = SealedFile { file: document.files[0].id, seal };
    let _ = document.conclude(&[sealed], NOW).unwrap();
    document
}

fn one_year() -> RetentionPolicy {
    let years = RetentionYears::new(1).ok();
    RetentionPolicy::new(years, BookkeepingDuty::None, Some(NOW)).unwrap()
}

fn keeping() -> Organisation {
    Organisation { retention: one_year(), ..organisation() }
}

/// When the document is announced at the earliest.
fn announced_from() -> Timestamp {
    concluded().retained_until(&one_year()).unwrap().minus(DELETION_NOTICE)
}

fn announced() -> Document {
    let mut document = concluded();
    let _ = document.announce_deletion(&one_year(), announced_from());
    document
}

fn left() -> DeletedDocument {
    let document = announced();
    document.delete(&one_year(), announced_from().plus(DELETION_NOTICE)).unwrap().0
}

fn with_role(role: Role) -> Account {
    Account { membership: membership(1, role), ..sender() }
}

fn reason() -> Reason {
    Reason::parse("訴訟が予想されるため").unwrap()
}

fn on(document: &Document) -> DocumentCommand {
    DocumentCommand { document: document.id, principal: PRINCIPAL }
}

fn finds(account: &Account, strongly: bool, document: &Document) -> MockWork {
    let by = if strongly { by_totp(account, NOW) } else { by_password(account) };
    let mut work = work(Some(session(by)), vec![account.clone()]);
    work.finds(document);
    work
}

/// A world in which this document is the organisation's only one, at this instant.
fn world(document: &Document, works: Vec<MockWork>) -> MockPorts {
    let mut world = waiting_world(document, works);
    world.views.expect_has_waiting_job().returning(|_| Ok(false));
    world
}

/// The same, where it is not said whether a job waits.
fn waiting_world(document: &Document, works: Vec<MockWork>) -> MockPorts {
    let mut world = Ports::mock().with(works);
    world.views.expect_newest_recovery().returning(|| Ok(None));
    world.views.expect_organisations_with_retention().returning(|| Ok(vec![keeping()]));
    let id = document.id;
    world
        .views
        .expect_ended_documents()
        .returning(move |_, _, after, _| Ok(if after.is_none() { vec![id] } else { Vec::new() }));
    world
}

/// The ports at this instant.
fn at(now: Timestamp, world: MockPorts) -> (Ports, Arc<AtomicUsize>) {
    let (ports, commits) = world.wire();
    let mut clock = MockClock::new();
    clock.expect_now().returning(move || now);
    (Ports { clock: Arc::new(clock), ..ports }, commits)
}

fn gone(works: Vec<MockWork>) -> MockPorts {
    let mut world = Ports::mock().with(works);
    world.views.expect_document().returning(|_| Ok(None));
    world.views.expect_document_of().returning(|_| Ok(None));
    world.views.expect_deleted_document().returning(|_| Ok(Some(left())));
    world.views.expect_deleted_document_of().returning(|_| Ok(Some(left())));
    world
}
