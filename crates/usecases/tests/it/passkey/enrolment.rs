//! Enrolling and removing passkeys.

use super::{
    HERE, answer, credential, finishing, knows, ports, registering, stored, takes, uses, verified,
};
use crate::world::{NOW, by_password, by_totp, factor_id, kinds, phone, session, taro, work};
use std::sync::atomic::Ordering;
use wariin_domain::{CeremonyPurpose, Session, Span};
use wariin_ports::StorageError;
use wariin_ports::mock::{MockWork, NEW_KEY};
use wariin_usecases::{
    Error, begin_passkey_enrolment, finish_passkey_enrolment, finish_passkey_removal,
};

fn enrolling() -> CeremonyPurpose {
    CeremonyPurpose::Enrol { account: taro().id, name: phone() }
}

/// The unit of work of an enrolment in this session, with so many factors before.
fn enrols(session: Session, is_first: bool) -> MockWork {
    let mut work = work(Some(session), vec![taro()]);
    work.documents.expect_awaits_advanced_auth().returning(|_| Ok(false));
    work.accounts.expect_password().returning(|_| Ok(None));
    work.factors.expect_active().returning(move |_| {
        let seed = wariin_ports::Seed(vec![]);
        let known = wariin_ports::StoredFactor { factor: stored().factor, seed };
        Ok(if is_first { vec![] } else { vec![known] })
    });
    work
}

// EN-06
#[tokio::test]
async fn the_first_passkey_counts_at_once_and_ends_other_sessions() {
    let mut enrols = enrols(session(by_password(&taro())), true);
    enrols.passkeys.expect_add().times(1).returning(|passkey, events| {
        assert_eq!(passkey.credential, credential());
        assert_eq!(kinds(&events), ["factor_enrolled"]);
        Ok(())
    });
    enrols.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    enrols.sessions.expect_add().times(1).returning(|session, _| {
        assert_eq!(session.key, NEW_KEY);
        assert!(session.sign_in.as_ref().unwrap().is_strong());
        Ok(())
    });
    let (ports, _) = registering([takes(enrolling()), enrols]).wire();
    let confirmed = finish_passkey_enrolment(&ports, HERE, answer()).await.unwrap();
    assert!(confirmed.is_first, "backup codes are shown next");
}

// EN-06
#[tokio::test]
async fn another_passkey_is_not_added_without_a_factor_used_lately() {
    let ago = |minutes| by_totp(&taro(), NOW.minus(Span::minutes(minutes)));
    for (begins, sign_in) in [(by_password(&taro()), by_password(&taro())), (ago(6), ago(16))] {
        let (port, _) = ports([enrols(session(begins), false)]).wire();
        let refused = begin_passkey_enrolment(&port, HERE, phone()).await;
        assert!(matches!(refused, Err(Error::SignInAgain)), "{refused:?}");
        let works = [takes(enrolling()), enrols(session(sign_in), false)];
        let (port, _) = registering(works).wire();
        let refused = finish_passkey_enrolment(&port, HERE, answer()).await;
        assert!(matches!(refused, Err(Error::SignInAgain)), "{refused:?}");
    }
}

// EN-01
#[tokio::test]
async fn no_passkey_is_enrolled_without_the_mailed_code_where_a_document_waits() {
    let waits = || {
        let mut waits = enrols(session(by_password(&taro())), true);
        waits.documents.checkpoint();
        waits.documents.expect_awaits_advanced_auth().returning(|_| Ok(true));
        waits
    };
    let (port, _) = ports([waits()]).wire();
    let refused = begin_passkey_enrolment(&port, HERE, phone()).await;
    assert!(matches!(refused, Err(Error::MailboxNotProven)), "{refused:?}");
    let (port, _) = registering([takes(enrolling()), waits()]).wire();
    let refused = finish_passkey_enrolment(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::MailboxNotProven)), "{refused:?}");
}

#[tokio::test]
async fn a_credential_that_is_registered_already_is_refused() {
    let mut enrols = enrols(session(by_password(&taro())), true);
    enrols.passkeys.expect_add().returning(|_, _| Err(StorageError::Duplicate));
    let (ports, commits) = registering([takes(enrolling()), enrols]).wire();
    let refused = finish_passkey_enrolment(&ports, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::PasskeyTaken)), "{refused:?}");
    assert_eq!(commits.load(Ordering::SeqCst), 1, "only the ceremony is spent");
}

// EN-06
#[tokio::test]
async fn the_last_passkey_is_removed_by_itself_and_every_session_ends() {
    let mut removes = knows(session(by_password(&taro())));
    uses(&mut removes);
    let mut asked = 0;
    removes.factors.expect_active().returning(move |_| {
        asked += 1;
        let seed = wariin_ports::Seed(vec![]);
        let known = wariin_ports::StoredFactor { factor: stored().factor, seed };
        Ok(if asked == 1 { vec![known] } else { vec![] })
    });
    removes.factors.expect_remove_all().times(1).returning(|_, events| {
        assert_eq!(kinds(&events), ["factor_removed"]);
        Ok(())
    });
    removes.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    removes.sessions.expect_add().times(1).returning(|session, _| {
        assert!(!session.sign_in.as_ref().unwrap().is_strong());
        Ok(())
    });
    let purpose = CeremonyPurpose::Remove { account: taro().id, factor: factor_id() };
    let (ports, _) = finishing([takes(purpose), removes], Ok(verified())).wire();
    finish_passkey_removal(&ports, HERE, answer()).await.unwrap();
}
