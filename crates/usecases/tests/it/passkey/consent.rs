//! Options of ceremonies, and consents by passkey.

use super::{
    BROWSER, HERE, answer, awaiting, ceremony, consenting, credential, finishing, knows, ports,
    records, shown, uses, verified,
};
use crate::passkey_ways::by_passkey;
use crate::world::{
    NOW, broken, by_password, by_totp, factor_id, kinds, recipient_id, sender, sent, session, taro,
    work,
};
use std::sync::atomic::Ordering;
use wariin_domain::fixtures::STATEMENT;
use wariin_domain::{
    Assurance, CeremonyId, CeremonyPurpose, CeremonyRefusal, ConsentRequest, Consented,
    ContentDigest, Document, DocumentError, EventKind, FactorMethod, Identity, PasskeyConsent,
    Refusal, Span, Uuid,
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
    let works = super::consents(consenting(), consents);
    let (ports, commits) = shown(finishing(works, Ok(verified()))).wire();
    finish_passkey_consent(&ports, HERE, recipient_id(), answer()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1, "the ceremony too");
}

// CO-02
#[tokio::test]
async fn an_assertion_for_contents_that_have_changed_gives_no_consent() {
    let strong = by_totp(&taro(), NOW);
    let mut consents = knows(session(strong.clone()));
    consents.finds(&sent(true));
    uses(&mut consents);
    consents.audit.expect_append().times(1).returning(|_| Ok(()));
    let other = PasskeyConsent { content: ContentDigest::new([1; 32]), ..consenting() };
    let works = super::consents(other, consents);
    let (ports, commits) = shown(finishing(works, Ok(verified()))).wire();
    let refused = finish_passkey_consent(&ports, HERE, recipient_id(), answer()).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::OtherContents))), "{refused:?}");
    assert_eq!(commits.load(Ordering::SeqCst), 1, "the ceremony, the passkey's use and the record");
}

// CO-01
#[tokio::test]
async fn a_refused_assertion_gives_no_consent_and_is_recorded_with_the_document() {
    let strong = by_totp(&taro(), NOW);
    let mut tries = knows(session(strong.clone()));
    tries.finds(&sent(true));
    let refusal = Refusal::WrongPasskey;
    records(&mut tries, EventKind::Refused { recipient: Some(recipient_id()), refusal });
    let works = super::consents(consenting(), tries);
    let refused = Err(PasskeyError::Refused("challenge".into()));
    let (ports, _) = shown(finishing(works, refused)).wire();
    let refused = finish_passkey_consent(&ports, HERE, recipient_id(), answer()).await;
    assert!(matches!(refused, Err(Error::Passkey(_))), "{refused:?}");
}

// T-001 CO-01
#[tokio::test]
async fn a_session_that_is_not_strong_consents_to_nothing_behind_the_gate_by_an_assertion() {
    let weak = by_password(&taro());
    let mut consents = knows(session(weak.clone()));
    consents.finds(&sent(true));
    uses(&mut consents);
    consents.audit.expect_append().returning(|_| Ok(()));
    let works = super::consents(consenting(), consents);
    let (ports, _) = shown(finishing(works, Ok(verified()))).wire();
    let refused = finish_passkey_consent(&ports, HERE, recipient_id(), answer()).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::Gate(_)))), "{refused:?}");
}

// CO-08 T-084
#[tokio::test]
async fn a_ceremony_that_was_begun_before_the_present_turn_consents_to_nothing() {
    let mut consents = knows(session(by_totp(&taro(), NOW)));
    consents.finds(&sent(true));
    uses(&mut consents);
    consents.audit.expect_append().returning(|_| Ok(()));
    let turn = sent(true).recipients[0].mailed_at().unwrap();
    let earlier = PasskeyConsent { began_at: turn.minus(Span::seconds(1)), ..consenting() };
    let works = super::consents(earlier, consents);
    let (ports, _) = shown(finishing(works, Ok(verified()))).wire();
    let refused = finish_passkey_consent(&ports, HERE, recipient_id(), answer()).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::OtherTurn))), "{refused:?}");
}

/// Sent to Taro, who has consented by this ceremony.
fn consented_by(id: CeremonyId) -> Document {
    let (account, by) = (taro(), by_passkey(&taro(), NOW));
    let requester = Identity::new(&account, &by).unwrap();
    let mut document = sent(true);
    let proof = PasskeyConsent { id, ..consenting() }.accept(factor_id());
    let request = ConsentRequest {
        assertion: Some(&proof),
        ..ConsentRequest::to(document.content_digest(), Some(STATEMENT))
    };
    let given = document.consent(recipient_id(), requester, request, NOW).unwrap();
    assert!(matches!(given, Consented::Now(_)));
    document
}

// CO-08 SF-01
#[tokio::test]
async fn an_answer_that_comes_twice_gets_the_first_answer_in_the_account_that_consented_only() {
    let own = answer().ceremony;
    let other = CeremonyId::from(Uuid::from_u128(51));
    let (taros, senders) = (by_totp(&taro(), NOW), by_totp(&sender(), NOW));
    // The last one looked at the ceremony just before the first form took it.
    for (by, account, ceremony_of_consent, is_taken_meanwhile, is_given) in [
        (taros.clone(), taro(), own, false, true),
        (taros.clone(), taro(), other, false, false),
        (senders, sender(), own, false, false),
        (taros, taro(), own, true, true),
    ] {
        let mut gone = MockWork::default();
        gone.passkeys.expect_find().returning(move |_| {
            let begun = ceremony(CeremonyPurpose::Consent(consenting()));
            Ok(is_taken_meanwhile.then(|| (begun, CeremonyState("state".into()))))
        });
        let mut looks = work(Some(session(by)), vec![account]);
        looks.finds(&consented_by(ceremony_of_consent));
        looks.passkeys.expect_take().returning(|_| Ok(None));
        let (ports, commits) = shown(ports([gone, looks])).wire();
        let answered = finish_passkey_consent(&ports, HERE, recipient_id(), answer()).await;
        match answered {
            Ok(recipient) => assert!(is_given && recipient == recipient_id()),
            Err(Error::Ceremony(CeremonyRefusal::Unknown)) => assert!(!is_given),
            Err(other) => unreachable!("{other:?}"),
        }
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

// CO-06 CO-08
#[tokio::test]
async fn a_fault_while_a_consent_is_kept_leaves_its_ceremony_for_another_try() {
    for failing in ["files", "save", "commit"] {
        let mut consents = knows(session(by_totp(&taro(), NOW)));
        consents.finds(&sent(true));
        consents.passkeys.expect_used().returning(|_, _, _| Ok(()));
        let fails = failing == "save";
        consents
            .documents
            .expect_save()
            .returning(move |_, _| if fails { Err(broken()) } else { Ok(()) });
        consents.passkeys.expect_keep_assertion().returning(|_| Ok(()));
        consents.sessions.expect_replace().returning(|_, _, _| Ok(()));
        consents.passkeys.expect_take().returning(|_| {
            Ok(Some((
                ceremony(CeremonyPurpose::Consent(consenting())),
                CeremonyState("state".into()),
            )))
        });
        consents.commit_fails = failing == "commit";
        let mut looks = MockWork::default();
        looks.passkeys.expect_find().returning(|_| {
            Ok(Some((
                ceremony(CeremonyPurpose::Consent(consenting())),
                CeremonyState("state".into()),
            )))
        });
        let mut ports = finishing([looks, consents], Ok(verified()));
        let is_away = failing == "files";
        ports
            .views
            .expect_document_of()
            .returning(move |_| if is_away { Err(broken()) } else { Ok(None) });
        let (ports, commits) = ports.wire();
        let failed = finish_passkey_consent(&ports, HERE, recipient_id(), answer()).await;
        assert!(matches!(failed, Err(Error::Storage(_))), "{failing}: {failed:?}");
        assert_eq!(commits.load(Ordering::SeqCst), 0, "{failing}: nothing is taken");
    }
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
        turn: None,
        statement: STATEMENT,
        recipient: recipient_id(),
        shown: consenting().content,
    };
    begin_passkey_consent(&port, HERE, wish).await.unwrap();
}
