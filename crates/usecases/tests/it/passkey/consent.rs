//! Options of ceremonies, and consents by passkey.

use super::{
    BROWSER, HERE, answer, awaiting, consenting, credential, finishing, knows, ports, records,
    shown, takes, uses, verified,
};
use crate::world::{
    NOW, by_password, by_totp, factor_id, kinds, recipient_id, sent, session, taro,
};
use std::sync::atomic::Ordering;
use wariin_domain::fixtures::STATEMENT;
use wariin_domain::{
    Assurance, CeremonyPurpose, ContentDigest, DocumentError, EventKind, FactorMethod,
    PasskeyConsent, Refusal, Span,
};
use wariin_ports::mock::{KEY, MockWork};
use wariin_ports::{BegunCeremony, CeremonyState, PasskeyChallenge as Challenge, PasskeyError};
use wariin_usecases::{
    ConsentByPasskey, Error, begin_passkey_consent, begin_passkey_step_up, finish_passkey_consent,
};

#[tokio::test]
async fn the_second_factor_is_asked_of_the_passkeys_of_the_account() {
    let mut begins = knows(awaiting());
    begins.passkeys.expect_begin().times(1).returning(|ceremony, _| {
        assert_eq!(ceremony.purpose, CeremonyPurpose::StepUp { account: taro().id });
        assert_eq!((ceremony.browser, ceremony.session), (BROWSER, Some(KEY)));
        Ok(())
    });
    let mut port = ports([begins]);
    port.passkeys.expect_begin_authentication().returning(|known, challenge| {
        assert_eq!((known, challenge), (&[credential()][..], &Challenge::Random));
        Ok(BegunCeremony { options: "{}".into(), state: CeremonyState("state".into()) })
    });
    let (port, _) = port.wire();
    begin_passkey_step_up(&port, HERE).await.unwrap();
}

// CO-01 CO-03 CO-06 CO-07
#[tokio::test]
async fn consent_assertion_and_session_are_kept_in_one_unit_of_work() {
    let old = by_totp(&taro(), NOW.minus(Span::minutes(30)));
    let mut consents = knows(session(old.clone()));
    consents.finds(&sent(true));
    uses(&mut consents);
    consents.documents.expect_save().times(1).returning(|document, events| {
        let consent = document.recipients[0].consent().unwrap();
        let Assurance::TwoFactor { method, assertion, authenticated_at, .. } = *consent.assurance
        else {
            unreachable!("not by two factors")
        };
        assert_eq!((method, authenticated_at), (FactorMethod::Passkey, NOW));
        assert_eq!(assertion, Some(consenting().id));
        assert_eq!(kinds(&events), ["passkey_assertion_kept", "consented", "all_consented"]);
        Ok(())
    });
    consents.passkeys.expect_keep_assertion().times(1).returning(|evidence| {
        assert_eq!((&evidence.consent, evidence.factor), (&consenting(), factor_id()));
        assert_eq!(evidence.assertion, verified().assertion);
        assert_eq!(evidence.content.digest(), consenting().content);
        Ok(())
    });
    consents.sessions.expect_replace().times(1).returning(|old, session, _| {
        assert_eq!((old, session.key), (KEY, KEY));
        Ok(())
    });
    let works = [takes(CeremonyPurpose::Consent(consenting())), consents];
    let (ports, commits) = shown(finishing(works, Ok(verified()))).wire();
    finish_passkey_consent(&ports, HERE, answer()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 2);
}

// CO-02
#[tokio::test]
async fn an_assertion_for_contents_that_have_changed_gives_no_consent() {
    let strong = by_totp(&taro(), NOW);
    let mut consents = knows(session(strong.clone()));
    consents.finds(&sent(true));
    uses(&mut consents);
    let mut notes = MockWork::default();
    notes.audit.expect_append().times(1).returning(|_| Ok(()));
    let other = PasskeyConsent { content: ContentDigest::new([1; 32]), ..consenting() };
    let works = [takes(CeremonyPurpose::Consent(other)), consents, notes];
    let (ports, commits) = shown(finishing(works, Ok(verified()))).wire();
    let refused = finish_passkey_consent(&ports, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::OtherContents))), "{refused:?}");
    assert_eq!(commits.load(Ordering::SeqCst), 2, "the ceremony and the record");
}

// CO-01
#[tokio::test]
async fn a_refused_assertion_gives_no_consent_and_is_recorded_with_the_document() {
    let strong = by_totp(&taro(), NOW);
    let mut tries = knows(session(strong.clone()));
    tries.finds(&sent(true));
    let refusal = Refusal::WrongPasskey;
    records(&mut tries, EventKind::Refused { recipient: Some(recipient_id()), refusal });
    let works = [takes(CeremonyPurpose::Consent(consenting())), tries];
    let refused = Err(PasskeyError::Refused("challenge".into()));
    let (ports, _) = shown(finishing(works, refused)).wire();
    let refused = finish_passkey_consent(&ports, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Passkey(_))), "{refused:?}");
}

// T-001 CO-01
#[tokio::test]
async fn a_session_that_is_not_strong_consents_to_nothing_behind_the_gate_by_an_assertion() {
    let weak = by_password(&taro());
    let mut consents = knows(session(weak.clone()));
    consents.finds(&sent(true));
    uses(&mut consents);
    let mut notes = MockWork::default();
    notes.audit.expect_append().returning(|_| Ok(()));
    let works = [takes(CeremonyPurpose::Consent(consenting())), consents, notes];
    let (ports, _) = shown(finishing(works, Ok(verified()))).wire();
    let refused = finish_passkey_consent(&ports, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::Gate(_)))), "{refused:?}");
}

// CO-03
#[tokio::test]
async fn the_challenge_of_a_consent_commits_to_it() {
    let strong = by_totp(&taro(), NOW);
    let mut begins = knows(session(strong.clone()));
    begins.finds(&sent(true));
    begins.passkeys.expect_begin().times(1).returning(|ceremony, _| {
        assert_eq!(ceremony.purpose, CeremonyPurpose::Consent(consenting()));
        Ok(())
    });
    let mut port = shown(ports([begins]));
    port.passkeys.expect_begin_authentication().returning(|_, challenge| {
        assert_eq!(*challenge, Challenge::DigestOf(consenting().preimage()));
        Ok(BegunCeremony { options: "{}".into(), state: CeremonyState("state".into()) })
    });
    let (port, _) = port.wire();
    let wish = ConsentByPasskey {
        statement: STATEMENT,
        recipient: recipient_id(),
        shown: consenting().content,
    };
    begin_passkey_consent(&port, HERE, wish).await.unwrap();
}
