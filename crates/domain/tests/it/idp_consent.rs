//! A consent that the recipient's provider signs an ID token for, and the demand for one provider.

use wariin_domain::fixtures::{
    NOW, after, by_idp, by_password, by_totp, connection, consent_to, draft, hanako, id, identity,
    login, proof, said, sender, sent, signed_in, taro, transaction,
};
use wariin_domain::{
    Assurance, AuthorizationRequestId, ConsentRequest, Consented, ContentDigest, Document,
    DocumentError, EnrolmentClass, GateRefusal, IdpDemand, IdpRefusal, IdpState, IdpStrength,
    Issuer, Requester, SignIn, SignInMethod, Timestamp, Uuid,
};

fn demanded() -> Document {
    let mut document = draft();
    let by = by_totp(&sender(), NOW);
    let mut details = document.recipients[0].details.clone();
    details.idp = Some(IdpDemand::of(&connection()));
    let _ = document.change_recipient(id(1), details, &by_password(&sender()), NOW).unwrap();
    let _ = document.request_advanced_auth(&by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    document
}

fn consented(document: &Document) -> Assurance {
    (*document.recipients[0].consent().unwrap().assurance).clone()
}

// CO-01 O-12 PO-09
#[test]
fn a_consent_behind_the_gate_by_idp_needs_an_id_token_however_fresh_the_login() {
    let (mut document, account) = (sent(true), taro());
    let strong = by_idp(&account, NOW);
    let shown = document.content_digest();
    let before = document.clone();
    let refused = document.consent(id(1), signed_in(&account, &strong), consent_to(shown), NOW);
    assert_eq!(refused, Err(DocumentError::StepUpRequired));
    assert_eq!(document, before);

    let proof = proof(&account, id(1), shown, after(1));
    let request = ConsentRequest { shown, proof: Some(&proof), ..consent_to(shown) };
    let given = document.consent(id(1), signed_in(&account, &strong), request, after(2)).unwrap();
    assert!(matches!(given, Consented::Now(_)));
    let Assurance::Idp { authenticated_at, id_token, amr, identity: caller, .. } =
        consented(&document)
    else {
        panic!("not by IdP");
    };
    assert_eq!(authenticated_at, after(1));
    assert_eq!(id_token, Some(AuthorizationRequestId::from(Uuid::from_u128(700))));
    assert_eq!(amr, ["pwd", "mfa"]);
    assert_eq!(caller, identity("taro-at-the-idp"));
}

// T-061
#[test]
fn without_the_request_a_recent_idp_login_is_enough() {
    let (mut document, account) = (sent(false), taro());
    let strong = by_idp(&account, NOW);
    let shown = document.content_digest();
    let late = document.consent(id(1), signed_in(&account, &strong), consent_to(shown), after(16));
    assert_eq!(late, Err(DocumentError::StepUpRequired));
    let in_time =
        document.consent(id(1), signed_in(&account, &strong), consent_to(shown), after(15));
    assert!(matches!(in_time, Ok(Consented::Now(_))));
}

// CO-02 CO-03 CO-05
#[test]
fn an_id_token_counts_for_its_own_recipient_content_and_person_only() {
    let account = taro();
    let strong = by_idp(&account, NOW);
    let document = sent(true);
    let shown = document.content_digest();
    let other_files = ContentDigest::new([99; 32]);
    for (proof, expected) in [
        (proof(&account, id(2), shown, NOW), DocumentError::OtherContents),
        (proof(&account, id(1), other_files, NOW), DocumentError::OtherContents),
        (proof(&hanako(), id(1), shown, NOW), DocumentError::StepUpRequired),
    ] {
        let mut document = document.clone();
        let request = ConsentRequest { shown, proof: Some(&proof), ..consent_to(shown) };
        let refused = document.consent(id(1), signed_in(&account, &strong), request, NOW);
        assert_eq!(refused, Err(expected));
    }
    let mut other = login(IdpStrength::Proven);
    other.identity = identity("wrong-account");
    let wrong_account = SignIn::new(account.id, SignInMethod::Idp { at: NOW, login: other });
    let proof = proof(&account, id(1), shown, NOW);
    let request = ConsentRequest { shown, proof: Some(&proof), ..consent_to(shown) };
    for sign_in in [wrong_account, by_totp(&account, NOW)] {
        let refused = document.clone().consent(id(1), signed_in(&account, &sign_in), request, NOW);
        assert_eq!(refused, Err(DocumentError::StepUpRequired));
    }
}

// CO-04 RP-06
#[test]
fn the_idp_must_have_authenticated_the_person_after_the_consent_was_begun() {
    let began_at = Timestamp::from_micros(NOW.as_micros() + 900_000);
    let transaction = transaction(&taro(), id(1), ContentDigest::new([7; 32]), began_at);
    let at = |micros: i64| Timestamp::from_micros(NOW.as_micros() + micros);
    let accept = |said| transaction.accept(&connection(), &said, after(1));
    let good = accept(said(at(0))).unwrap();
    assert_eq!(
        good.authenticated_at(),
        at(0),
        "auth_time has whole seconds: the same second counts"
    );
    assert!(accept(said(at(-1_000_000))).is_ok(), "a clock may be a second behind");
    assert_eq!(accept(said(at(-2_000_000))), Err(IdpRefusal::Stale));
    assert_eq!(accept(said(Timestamp::from_micros(0))), Err(IdpRefusal::Stale));
    assert_eq!(accept(said(after(3))), Err(IdpRefusal::Future));
    let mut silent = said(NOW);
    silent.authenticated_at = None;
    assert_eq!(accept(silent), Err(IdpRefusal::NoAuthTime));
}

// CO-05 RP-05 RP-11
#[test]
fn another_person_or_a_weaker_login_is_refused_for_a_consent() {
    let transaction = transaction(&taro(), id(1), ContentDigest::new([7; 32]), NOW);
    let accept = |said| transaction.accept(&connection(), &said, NOW);
    let mut other = said(NOW);
    other.identity = identity("wrong-account");
    assert_eq!(accept(other), Err(IdpRefusal::WrongSubject));
    let mut weak = said(NOW);
    weak.amr = vec!["pwd".into()];
    assert_eq!(accept(weak), Err(IdpRefusal::Weak));
    let mut issuer = said(NOW);
    issuer.identity.issuer = Issuer::parse("https://other.example").unwrap();
    assert_eq!(accept(issuer), Err(IdpRefusal::OtherIssuer));
    let mut off = connection();
    off.state = IdpState::Off;
    assert_eq!(transaction.accept(&off, &said(NOW), NOW), Err(IdpRefusal::SwitchedOff));
}

// CO-03
#[test]
fn the_preimage_of_the_nonce_holds_transaction_recipient_document_and_randomness() {
    let transaction = transaction(&taro(), id(1), ContentDigest::new([7; 32]), NOW);
    let preimage = transaction.preimage();
    assert_eq!(preimage.len(), 97);
    assert_eq!(preimage[0], 1);
    assert_eq!(preimage[1..17], *Uuid::from_u128(700).as_bytes());
    assert_eq!(preimage[17..33], *Uuid::from_u128(1).as_bytes());
    assert_eq!(preimage[33..65], [7; 32]);
    assert_eq!(preimage[65..], [3; 32]);
}

// EN-04 T-040
#[test]
fn with_a_named_idp_no_other_way_passes_the_gate() {
    let (document, account) = (demanded(), taro());
    let idp = by_idp(&account, NOW);
    assert!(document.admit(id(1), signed_in(&account, &idp), NOW).is_ok());
    let with = |login| SignIn::new(account.id, SignInMethod::Idp { at: NOW, login });
    let mut other_connection = login(IdpStrength::Proven);
    other_connection.identity.connection = Uuid::from_u128(501).into();
    let mut other_issuer = login(IdpStrength::Proven);
    other_issuer.identity.issuer = Issuer::parse("https://evil.example").unwrap();
    for sign_in in [
        by_password(&account),
        by_totp(&account, NOW),
        with(login(IdpStrength::Unproven)),
        with(other_connection),
        with(other_issuer),
    ] {
        let refused = document.admit(id(1), signed_in(&account, &sign_in), NOW);
        assert_eq!(refused, Err(GateRefusal::NamedIdp), "{sign_in:?}");
    }
    let hanako = hanako();
    let strong = by_totp(&hanako, NOW);
    let other = document.admit(id(2), signed_in(&hanako, &strong), NOW);
    assert_eq!(other, Err(GateRefusal::NotAvailable), "the demand is this recipient's alone");
}

// EN-04
#[test]
fn a_named_idp_is_demanded_also_without_the_request() {
    let mut document = draft();
    let mut details = document.recipients[0].details.clone();
    details.idp = Some(IdpDemand::of(&connection()));
    let by = by_password(&sender());
    let _ = document.change_recipient(id(1), details, &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    let by_mail = Requester::LinkHolder { recipient: id(1), generation: 1 };
    assert_eq!(document.admit(id(1), by_mail, NOW), Err(GateRefusal::SignIn));
}

// O-02 T-004
#[test]
fn the_evidence_says_what_the_link_to_the_idp_is_worth() {
    let account = taro();
    let class = |mut document: Document, linked_at| {
        let mut login = login(IdpStrength::Proven);
        login.linked_at = linked_at;
        let sign_in = SignIn::new(account.id, SignInMethod::Idp { at: NOW, login });
        let shown = document.content_digest();
        let proof = proof(&account, id(1), shown, NOW);
        let request = ConsentRequest { shown, proof: Some(&proof), ..consent_to(shown) };
        let _ = document.consent(id(1), signed_in(&account, &sign_in), request, NOW).unwrap();
        let Assurance::Idp { class, .. } = consented(&document) else { panic!("not by IdP") };
        class
    };
    assert_eq!(class(sent(true), after(1)), EnrolmentClass::AfterSending);
    assert_eq!(class(sent(true), Timestamp::from_micros(0)), EnrolmentClass::BeforeSending);
    assert_eq!(class(demanded(), Timestamp::from_micros(0)), EnrolmentClass::NamedIdp);
}
