//! A database that was set back to an earlier state recovers by itself, on both engines.

use crate::backup::Data;
use crate::databases::{TestDatabase, master, on_each};
use crate::people::{NOW, after, consent, event, fresh, kept, stepped};
use std::sync::Arc;
use tempfile::TempDir;
use wariin_adapters::{Backup, SqlDatabase, WitnessFile, write_backup};
use wariin_domain::{
    Account, Client, Events, Factor, FactorId, FactorName, HoldReason, Invitation, InvitationId,
    InvitationState, MailboxCode, NewFactor, NewPasswordReset, PasswordReset, PasswordResetError,
    PasswordResetId, RecipientId, RecoveryCause, Role, Session, SessionKey, TimeStep,
};
use wariin_ports::{
    CodeHash, LogAge, Ports, Seed, Storage, TransparencyLog, Views, Witness, Witnessed,
};
use wariin_usecases::{begin_restored, recover_if_due, witness_log};

const KEY: SessionKey = SessionKey::new([7; 32]);

fn ports(database: &SqlDatabase) -> Ports {
    let (ports, _) = Ports::mock().wire();
    let database = Arc::new(database.clone());
    Ports { storage: database.clone(), views: database.clone(), log: database, ..ports }
}

fn witness() -> (TempDir, WitnessFile) {
    let folder = tempfile::tempdir().unwrap();
    let file = WitnessFile::of(folder.path());
    (folder, file)
}

/// Another database with what is in this one now.
async fn copied(database: &SqlDatabase, data: &Data, name: &str) -> SqlDatabase {
    let to = data.path(name);
    write_backup(&to, database, &*data.files, &master(), after(9)).await.unwrap();
    let backup = Backup::open(&to, &master()).unwrap();
    backup.database_at(&data.path(&format!("{name}.db"))).await.unwrap()
}

/// Something happens, and is integrated.
async fn goes_on(database: &SqlDatabase, who: &Account, minute: u32) {
    let mut tx = database.begin().await.unwrap();
    tx.audit().append(event(who, minute)).await.unwrap();
    tx.commit().await.unwrap();
    database.integrate().await.unwrap();
}

// EV-05
#[tokio::test]
async fn a_log_holds_what_was_witnessed_unless_it_was_set_back_or_went_another_way() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let data = Data::of(database).await;
        database.integrate().await.unwrap();
        let early = database.checkpoint().await.unwrap().unwrap();
        let older = copied(database, &data, "older").await;
        for minute in 1..6 {
            goes_on(database, &data.sender, minute).await;
        }
        let late = database.checkpoint().await.unwrap().unwrap();
        assert_eq!(database.age(&early).await.unwrap(), LogAge::Whole);
        assert_eq!(database.age(&late).await.unwrap(), LogAge::Whole);
        let set_back = LogAge::SetBack { events: 2, witnessed: 7 };
        assert_eq!(older.age(&late).await.unwrap(), set_back);
        for minute in 10..16 {
            goes_on(&older, &data.sender, minute).await;
        }
        let longer = LogAge::SetBack { events: 8, witnessed: 7 };
        assert_eq!(older.age(&late).await.unwrap(), longer, "it went another way");
        assert_eq!(older.age(&early).await.unwrap(), LogAge::Whole);
        let foreign = late.replacen("\n7\n", "\n6\n", 1);
        assert_eq!(older.age(&foreign).await.unwrap(), LogAge::Foreign);
    })
    .await;
}

/// All that lets a person in.
struct Open {
    factor: FactorId,
    code: MailboxCode,
    invitation: InvitationId,
    reset: PasswordResetId,
}

async fn open(database: &SqlDatabase, owner: &Account, recipient: RecipientId) -> Open {
    let new = NewFactor {
        id: FactorId::from(fresh()),
        account: owner.id,
        name: FactorName::parse("phone").unwrap(),
        session: KEY,
    };
    let mut factor = Factor::begin_totp(new, NOW);
    let (id, network) = (fresh().into(), Client::local().network);
    let (used_at, issued_at) = (None, NOW);
    let address = owner.email.clone();
    let code = MailboxCode { id, recipient, address, session: KEY, issued_at, used_at, network };
    let invitation = Invitation {
        id: InvitationId::from(fresh()),
        organisation: owner.membership.organisation().unwrap(),
        email: owner.email.clone(),
        role: Role::Member,
        invited_by: owner.id,
        mailed_at: NOW,
        state: InvitationState::Open,
        codes: Vec::new(),
        codes_asked: 0,
    };
    let mut tx = database.begin().await.unwrap();
    tx.sessions().add(&Session::begin(KEY, NOW), Events::none()).await.unwrap();
    tx.factors().begin(&factor, &Seed(vec![1])).await.unwrap();
    let enrolled = factor.confirm(false, NOW);
    tx.factors().save(&factor, enrolled).await.unwrap();
    tx.factors().set_backup_codes(owner.id, &[CodeHash([1; 32])], Events::none()).await.unwrap();
    tx.mailbox_codes().add(&code, Events::none()).await.unwrap();
    tx.invitations().save(&invitation, Events::none()).await.unwrap();
    let new = NewPasswordReset { id: fresh().into(), email: owner.email.clone() };
    let (reset, events) = PasswordReset::ask_for(new, owner, owner.id, NOW);
    tx.password_resets().add(&reset, events).await.unwrap();
    tx.commit().await.unwrap();
    Open { factor: factor.id, code, invitation: invitation.id, reset: reset.id }
}

// EV-05, FA-14
#[tokio::test]
async fn a_database_that_is_older_than_its_witness_ends_all_that_lets_in_and_holds_documents() {
    on_each(async |test: &TestDatabase| {
        let data = Data::of(&test.database).await;
        let document = data.sent(&test.database).await;
        let open = open(&test.database, &data.sender, document.recipients[0].id).await;
        test.database.integrate().await.unwrap();
        let before = copied(&test.database, &data, "before").await;
        let (_folder, witness) = witness();
        assert!(recover_if_due(&ports(&test.database), &witness).await.unwrap().is_none());
        assert!(witness_log(&ports(&test.database), &witness).await.unwrap());
        goes_on(&test.database, &data.sender, 3).await;
        assert!(witness_log(&ports(&test.database), &witness).await.unwrap());
        assert!(recover_if_due(&ports(&test.database), &witness).await.unwrap().is_none());

        // The running service does not take the older database for the newest one.
        let seen = witness.read().await.unwrap().unwrap();
        assert!(!witness_log(&ports(&before), &witness).await.unwrap());
        assert_eq!(witness.read().await.unwrap(), Some(seen.clone()));

        let report = recover_if_due(&ports(&before), &witness).await.unwrap().unwrap();
        assert_eq!(report.recovery.cause, RecoveryCause::OlderThanWitness);
        assert_eq!(report.recovery.missing(), Some(1));
        assert_eq!((report.documents, report.invitations), (1, 1));
        let ended = report.ended;
        let counts = (ended.sessions, ended.codes, ended.backup_codes, ended.factors);
        assert_eq!(counts, (1, 2, 1, 1));
        let reset = before.password_reset(open.reset).await.unwrap().unwrap();
        assert_eq!(reset.admit(NOW), Err(PasswordResetError::Ended));
        assert!(before.session(KEY).await.unwrap().is_none());
        assert!(before.mailbox_code(open.code.id).await.unwrap().unwrap().used_at.is_some());
        let invitation = before.invitation(open.invitation).await.unwrap().unwrap();
        assert_eq!(invitation.state, InvitationState::Withdrawn);
        let newest = TimeStep::newest_taken(NOW);
        let mut tx = before.begin().await.unwrap();
        let factor = tx.factors().active(data.sender.id).await.unwrap().remove(0).factor;
        assert_eq!(factor.id, open.factor);
        assert!(factor.has_spent(newest), "a code of now is taken for used");
        assert!(!tx.factors().spend(factor.id, newest, NOW).await.unwrap());
        assert!(
            tx.factors().spend(factor.id, TimeStep::new(newest.number() + 1), NOW).await.unwrap()
        );
        drop(tx);
        let held = before.document(document.id).await.unwrap().unwrap();
        assert!(held.awaits_confirmation());
        assert_eq!(held.recipients[1].held.map(|hold| hold.why), Some(HoldReason::Restored));
        let audit = before.verify_audit().await.unwrap();
        assert_eq!(audit.problems, []);

        let again = recover_if_due(&ports(&before), &witness).await.unwrap();
        assert!(again.is_none(), "once is enough");
        let newest = before.newest_recovery().await.unwrap().unwrap();
        assert_eq!((newest.number, newest.finished_at), (1, Some(NOW)));
        let witnessed = witness.read().await.unwrap().unwrap();
        assert_eq!(witnessed.recoveries, 1);

        // Another node of the service, with a witness of its own, does not recover a second time.
        let (_other, second) = self::witness();
        second.write(&seen).await.unwrap();
        assert!(recover_if_due(&ports(&before), &second).await.unwrap().is_none());
        assert_eq!(second.read().await.unwrap(), Some(witnessed));
    })
    .await;
}

// EV-05
#[tokio::test]
async fn a_recovery_that_was_cut_off_is_gone_on_with_and_one_after_a_restore_needs_no_witness() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let data = Data::of(database).await;
        let document = data.sent(database).await;
        database.integrate().await.unwrap();
        let seen = Witnessed { recoveries: 4, checkpoint: String::new() };
        begin_restored(database, 9, Some(&seen), Some(12), NOW).await.unwrap();
        let (_folder, witness) = witness();
        let report = recover_if_due(&ports(database), &witness).await.unwrap().unwrap();
        assert_eq!(report.recovery.number, 5, "more than was witnessed");
        assert_eq!(report.recovery.cause, RecoveryCause::Restore);
        assert_eq!(report.recovery.missing(), Some(3));
        assert!(database.document(document.id).await.unwrap().unwrap().awaits_confirmation());
        assert!(recover_if_due(&ports(database), &witness).await.unwrap().is_none());
    })
    .await;
}

// EV-05
#[tokio::test]
async fn what_was_concluded_or_called_off_is_left_as_it_is_and_consents_stay() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let data = Data::of(database).await;
        let mut done = data.sent(database).await;
        for place in 0..2 {
            done = stepped(database, done.id, |d| consent(d, place, after(2))).await;
        }
        let mut half = data.sent(database).await;
        let consented = consent(&mut half, 0, after(3));
        kept(database, &half, consented).await;
        begin_restored(database, 9, None, None, NOW).await.unwrap();
        let (_folder, witness) = witness();
        let report = recover_if_due(&ports(database), &witness).await.unwrap().unwrap();
        assert_eq!((report.documents, report.recovery.missing()), (1, None));
        let done = database.document(done.id).await.unwrap().unwrap();
        assert!(done.recipients.iter().all(|recipient| recipient.held.is_none()));
        let half = database.document(half.id).await.unwrap().unwrap();
        assert!(half.recipients[0].consent().is_some() && half.awaits_confirmation());
        let told = database.timeline(half.id).await.unwrap();
        assert!(told.iter().any(|entry| entry.what.name() == "consent_held"));
    })
    .await;
}
