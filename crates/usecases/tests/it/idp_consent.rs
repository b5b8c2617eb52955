//! A consent with an ID token of the provider.

use crate::company::{
    authorization, back, by_idp, connection, knows, notes, said, silent, takes, transaction, world,
};
use crate::world::{NOW, broken, by_totp, draft, recipient_id, sender, sent, session, taro, work};
use std::sync::atomic::Ordering;
use wariin_domain::fixtures::STATEMENT;
use wariin_domain::{
    Assurance, AuthorizationPurpose, ConsentRequest, ConsentTransaction, Consented, ContentDigest,
    DocumentError, EventKind, Identity, IdpRefusal, IdpStatement, IdpSubject, Refusal, ShownPages,
    Span, Timestamp,
};
use wariin_ports::mock::{KEY, MockPorts, MockWork};
use wariin_ports::{FileError, Freshness};
use wariin_usecases::{
    AuthorizationOutcome, ConsentByIdp, Error, FailedAuthorization, UserAgent, handle_callback,
    start_consent_authorization,
};

fn consenting() -> AuthorizationPurpose {
    AuthorizationPurpose::Consent(transaction())
}

/// The unit of work of the consent: the document was sent to Taro, who is signed in by IdP.
fn consents() -> MockWork {
    let mut work = knows(connection(), session(by_idp()), vec![taro()]);
    work.finds(&sent(true));
    work
}

async fn comes_back(
    work: MockWork,
    said: IdpStatement,
) -> (Result<AuthorizationOutcome, FailedAuthorization>, usize) {
    let (ports, commits) = world([takes(authorization(consenting())), work, notes()], said).wire();
    let outcome = Box::pin(handle_callback(&ports, back())).await;
    (outcome, commits.load(Ordering::SeqCst))
}

// O-12 CO-03
#[tokio::test]
async fn the_browser_takes_a_nonce_along_that_commits_to_the_consent_and_has_to_log_in_anew() {
    let mut looks = work(Some(session(by_idp())), vec![taro()]);
    looks.finds(&sent(true));
    let mut keeps = takes(authorization(consenting()));
    keeps.authorization_requests.expect_begin().times(1).returning(|authorization| {
        assert_eq!(authorization.purpose, consenting());
        assert_eq!(authorization.id, transaction().id);
        Ok(())
    });
    let mut world = silent([looks, keeps]);
    world.idps.expect_authorization_url().times(1).returning(|_, parameters| {
        assert_eq!(parameters.nonce, "nonce of 97", "the digest of the preimage");
        assert_eq!(parameters.freshness, Freshness::Now);
        Ok("https://idp.example.com/authorize".into())
    });
    let (ports, _) = world.wire();
    let wish = ConsentByIdp {
        turn: None,
        statement: STATEMENT,
        recipient: recipient_id(),
        shown: draft().content_digest(),
    };
    let user_agent = UserAgent { browser: "browser", session: Some(KEY) };
    start_consent_authorization(&ports, wish, user_agent).await.unwrap();
}

// CO-02 T-001
#[tokio::test]
async fn a_consent_that_would_be_refused_is_not_begun() {
    let user_agent = UserAgent { browser: "browser", session: Some(KEY) };
    let mut looks = work(Some(session(by_idp())), vec![taro()]);
    looks.finds(&sent(true));
    let mut keeps = MockWork::default();
    keeps.audit.expect_append().times(1).returning(|_| Ok(()));
    let (ports, _) = silent([looks, keeps]).wire();
    let wish = ConsentByIdp {
        turn: None,
        statement: STATEMENT,
        recipient: recipient_id(),
        shown: ContentDigest::new([99; 32]),
    };
    let refused = start_consent_authorization(&ports, wish, user_agent).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::OtherContents))), "{refused:?}");

    let mut by_code = work(Some(session(by_totp(&taro(), NOW))), vec![taro()]);
    by_code.finds(&sent(true));
    let (ports, _) = silent([by_code]).wire();
    let wish = ConsentByIdp {
        turn: None,
        statement: STATEMENT,
        recipient: recipient_id(),
        shown: draft().content_digest(),
    };
    let refused = start_consent_authorization(&ports, wish, user_agent).await;
    assert!(matches!(refused, Err(Error::NoIdp)), "{refused:?}");
}

// CO-06 CO-07
#[tokio::test]
async fn consent_evidence_and_session_are_kept_in_one_unit_of_work() {
    let mut work = consents();
    work.documents.expect_save().times(1).returning(|document, events| {
        let consent = document.recipients[0].consent().unwrap();
        let Assurance::Idp { id_token, authenticated_at, amr, .. } = &*consent.assurance else {
            unreachable!("not by IdP")
        };
        assert_eq!((*id_token, *authenticated_at), (Some(transaction().id), NOW));
        assert_eq!(*amr, ["pwd", "mfa"]);
        let kinds: Vec<_> = events.iter().map(|event| event.kind.name()).collect();
        assert_eq!(kinds, ["id_token_kept", "consented", "all_consented"]);
        Ok(())
    });
    work.authorization_requests.expect_keep_id_token().times(1).returning(|id_token| {
        assert_eq!(id_token.transaction, transaction());
        assert_eq!((id_token.id_token.as_str(), id_token.received_at), ("an.id.token", NOW));
        Ok(())
    });
    work.sessions.expect_replace().times(1).returning(|old, session, _| {
        assert_eq!((old, session.key), (KEY, KEY));
        Ok(())
    });
    let (outcome, commits) = comes_back(work, said()).await;
    assert!(
        matches!(outcome, Ok(AuthorizationOutcome::Consented { recipient }) if recipient == recipient_id())
    );
    assert_eq!(commits, 2);
}

// CO-06
#[tokio::test]
async fn id_token_evidence_that_cannot_be_kept_keeps_no_consent() {
    for failing in ["document", "evidence", "session", "commit"] {
        let mut work = consents();
        let fails = |name: &str| name == failing;
        let (document, id_token, replaced) =
            (fails("document"), fails("evidence"), fails("session"));
        work.documents
            .expect_save()
            .returning(move |_, _| if document { Err(broken()) } else { Ok(()) });
        work.authorization_requests
            .expect_keep_id_token()
            .returning(move |_| if id_token { Err(broken()) } else { Ok(()) });
        work.sessions
            .expect_replace()
            .returning(move |_, _, _| if replaced { Err(broken()) } else { Ok(()) });
        work.commit_fails = fails("commit");
        let (outcome, commits) = comes_back(work, said()).await;
        let failure = outcome.map(|_| ()).unwrap_err();
        assert!(matches!(failure.error, Error::Storage(_)), "{failing}");
        assert_eq!(commits, 1, "{failing}: only that the request was spent");
    }
}

// CO-04 CO-05 RP-05 PO-09
#[tokio::test]
async fn a_word_that_is_not_enough_is_refused_and_recorded_with_the_document() {
    let wrong_account = {
        let mut said = said();
        said.identity.subject = IdpSubject::parse("jiro-at-the-idp").unwrap();
        said
    };
    let seconds_ago = Timestamp::from_micros(NOW.as_micros() - 2_000_000);
    let cases = [
        (wrong_account, IdpRefusal::WrongSubject),
        (IdpStatement { authenticated_at: Some(seconds_ago), ..said() }, IdpRefusal::Stale),
        (IdpStatement { authenticated_at: None, ..said() }, IdpRefusal::NoAuthTime),
        (IdpStatement { amr: vec!["pwd".into()], ..said() }, IdpRefusal::Weak),
    ];
    for (said, expected) in cases {
        let mut work = consents();
        work.audit.expect_append().times(1).returning(move |events| {
            let kind = &events.iter().next().unwrap().kind;
            let refusal = Refusal::Idp(expected);
            assert!(matches!(kind, EventKind::Refused { refusal: kept, .. } if *kept == refusal));
            Ok(())
        });
        work.idp_links.expect_add().never();
        let (outcome, commits) = comes_back(work, said).await;
        let failure = outcome.map(|_| ()).unwrap_err();
        assert!(matches!(failure.error, Error::IdpRefused(refusal) if refusal == expected));
        assert_eq!(failure.purpose, Some(consenting()), "so that the page knows the way back");
        assert_eq!(commits, 3, "request, refusal of the document, refusal of the connection");
    }
}

// CO-02
#[tokio::test]
async fn a_document_that_changed_or_was_cancelled_meanwhile_is_not_consented_to() {
    let mut cancelled = sent(true);
    let _ = cancelled.cancel(&by_totp(&crate::world::sender(), NOW), NOW).unwrap();
    let mut work = knows(connection(), session(by_idp()), vec![taro()]);
    work.finds(&cancelled);
    let (outcome, commits) = comes_back(work, said()).await;
    let failure = outcome.map(|_| ()).unwrap_err();
    assert!(matches!(failure.error, Error::Document(_)), "{:?}", failure.error);
    assert_eq!(commits, 1);
}

// CO-08 T-084 CO-03
#[tokio::test]
async fn a_way_to_the_provider_that_began_before_the_present_turn_consents_to_nothing() {
    let turn = sent(true).recipients[0].mailed_at().unwrap();
    for (began_at, is_given) in [(turn.minus(Span::seconds(1)), false), (turn, true)] {
        let earlier = ConsentTransaction { began_at, ..transaction() };
        let mut work = consents();
        work.documents.expect_save().times(usize::from(is_given)).returning(|_, _| Ok(()));
        work.authorization_requests
            .expect_keep_id_token()
            .times(usize::from(is_given))
            .returning(|_| Ok(()));
        work.sessions.expect_replace().times(usize::from(is_given)).returning(|_, _, _| Ok(()));
        let takes = takes(authorization(AuthorizationPurpose::Consent(earlier)));
        let (ports, _) = world([takes, work, notes()], said()).wire();
        match Box::pin(handle_callback(&ports, back())).await {
            Ok(_) => assert!(is_given, "began at {began_at:?}"),
            Err(failed) => {
                let error = failed.error;
                assert!(matches!(error, Error::Document(DocumentError::OtherTurn)), "{error:?}");
                assert!(!is_given);
            }
        }
    }
}

// DO-01
#[tokio::test]
async fn a_damaged_file_is_neither_a_reason_to_go_to_the_provider_nor_consented_to_afterwards() {
    let damaged = |world: &mut MockPorts| {
        world.views.checkpoint();
        world.views.expect_document_of().returning(|_| Ok(Some(sent(true))));
        world.views.expect_shown_pages().returning(|_, _| Ok(ShownPages::default()));
        world.views.expect_session().returning(|_| Ok(Some(session(by_idp()))));
        world.views.expect_account().returning(|_| Ok(Some(taro())));
        world.files.expect_get().returning(|digest| Err(FileError::Corrupt(digest)));
    };
    let known = || {
        let mut work = MockWork::default();
        work.documents.expect_mark_damaged().returning(|_, _| Ok(false));
        work
    };
    let keeps = || {
        let mut work = MockWork::default();
        work.audit.expect_append().returning(|_| Ok(()));
        work
    };
    let mut looks = work(Some(session(by_idp())), vec![taro()]);
    looks.finds(&sent(true));
    let mut world_before = silent([known(), looks, keeps()]);
    damaged(&mut world_before);
    let (ports, _) = world_before.wire();
    let wish = ConsentByIdp {
        turn: None,
        statement: STATEMENT,
        recipient: recipient_id(),
        shown: draft().content_digest(),
    };
    let user_agent = UserAgent { browser: "browser", session: Some(KEY) };
    let refused = start_consent_authorization(&ports, wish, user_agent).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::FileDamaged))), "{refused:?}");

    let works = [takes(authorization(consenting())), known(), consents(), keeps(), keeps()];
    let mut world_after = world(works, said());
    damaged(&mut world_after);
    world_after.views.expect_idp_serving().returning(|_| Ok(None));
    let (ports, _) = world_after.wire();
    let refused = handle_callback(&ports, back()).await.map(drop).unwrap_err();
    assert!(matches!(refused.error, Error::Document(DocumentError::FileDamaged)), "{refused:?}");
}

// CO-08 RP-04
#[tokio::test]
async fn a_callback_that_comes_twice_gets_the_first_answer_in_the_account_that_consented_only() {
    let account = taro();
    let by = by_idp();
    let mut document = sent(true);
    let proof = transaction().accept(&connection(), &said(), NOW).unwrap();
    let request = ConsentRequest {
        proof: Some(&proof),
        ..ConsentRequest::to(document.content_digest(), Some(STATEMENT))
    };
    let requester = Identity::new(&account, &by).unwrap();
    let given = document.consent(recipient_id(), requester, request, NOW).unwrap();
    assert!(matches!(given, Consented::Now(_)));
    // The account that consented, another account, and a document in which another request led to the consent.
    let strange = by_totp(&sender(), NOW);
    for (by, account, document, is_given) in [
        (by.clone(), taro(), document.clone(), true),
        (strange, sender(), document.clone(), false),
        (by, taro(), sent(true), false),
    ] {
        let mut spent = MockWork::default();
        spent.authorization_requests.expect_take().returning(|_| Ok(None));
        let mut looks = work(Some(session(by)), vec![account]);
        let id = document.id;
        looks.authorization_requests.expect_consented().returning(move |asked| {
            assert_eq!(asked, transaction().id);
            Ok(Some(id))
        });
        looks.finds(&document);
        let (ports, _) = silent([spent, looks, notes()]).wire();
        match Box::pin(handle_callback(&ports, back())).await {
            Ok(AuthorizationOutcome::Consented { recipient }) => {
                assert!(is_given && recipient == recipient_id());
            }
            Err(failed) => {
                assert!(!is_given && matches!(failed.error, Error::UnknownAuthorization));
            }
            Ok(other) => unreachable!("{other:?}"),
        }
    }
}
