//! What a factor is worth that was enrolled by a password alone.

use wariin_domain::fixtures::{
    NOW, after, consent_to, factor_id, id, identity, login, sent, signed_in, taro,
};
use wariin_domain::{
    AccessCodeHash, AccessRequest, Account, Actor, Document, DocumentError, EnrolmentClass,
    EnrolmentRule, EventKind, Factor, FactorId, FactorMethod, FactorName, IdpLink, IdpLogin,
    IdpStrength, LinkedBy, NewFactor, Reason, Recipient, SessionKey, SignIn, SignInMethod, Span,
    Timestamp, Uuid,
};

fn signed(method: FactorMethod, enrolled_at: Timestamp, behind_code: Option<bool>) -> SignIn {
    let (at, factor) = (after(5), factor_id());
    SignIn::new(taro().id, SignInMethod::TwoFactor { at, factor, method, enrolled_at, behind_code })
}

fn class_of(document: &Document, account: &Account, sign_in: &SignIn) -> EnrolmentClass {
    let requester = signed_in(account, sign_in);
    let access = AccessRequest { requester, unlocked: Some(id(1)) };
    document.admit(id(1), access, after(5)).unwrap().assurance().class().unwrap()
}

// O-02 E1
#[test]
fn a_factor_keeps_whether_it_was_enrolled_behind_a_mailed_code_and_its_use_says_so() {
    for behind_code in [true, false] {
        let new = || NewFactor {
            id: factor_id(),
            account: taro().id,
            name: FactorName::parse("電話").unwrap(),
            session: SessionKey::new([6; 32]),
        };
        let mut app = Factor::begin_totp(new(), NOW);
        assert_eq!(app.behind_code(), None, "not before it is confirmed");
        let _ = app.confirm(behind_code, after(1));
        let (passkey, _) = Factor::enrol_passkey(new(), behind_code, after(1));
        for factor in [app, passkey] {
            assert_eq!(factor.behind_code(), Some(behind_code));
            assert_eq!(factor.used(after(2)).behind_code, Some(behind_code));
        }
    }
}

// O-02 E1 E5
#[test]
fn a_factor_enrolled_after_sending_by_a_password_alone_is_of_class_e0() {
    use EnrolmentClass::{AfterSending, BeforeSending, ByPassword, PasskeyBeforeSending};
    let document = sent(false);
    let before = NOW.minus(Span::days(1));
    for (method, enrolled_at, behind_code, class) in [
        (FactorMethod::Totp, after(1), Some(false), ByPassword),
        (FactorMethod::Passkey, after(1), Some(false), ByPassword),
        (FactorMethod::Totp, NOW, Some(false), ByPassword),
        (FactorMethod::Totp, after(1), Some(true), AfterSending),
        (FactorMethod::Passkey, after(1), Some(true), AfterSending),
        (FactorMethod::Totp, after(1), None, AfterSending),
        (FactorMethod::Totp, before, Some(false), BeforeSending),
        (FactorMethod::Passkey, before, Some(false), PasskeyBeforeSending),
    ] {
        let sign_in = signed(method, enrolled_at, behind_code);
        assert_eq!(class_of(&document, &taro(), &sign_in), class, "{method:?} {behind_code:?}");
    }
    assert!(ByPassword.is_after_sending() && !ByPassword.is_behind_access_code());
    assert_eq!(EnrolmentRule::ALL.map(|rule| rule.is_met(ByPassword)), [true, false, false]);
}

// O-02 E2
#[test]
fn an_access_code_does_not_stand_in_for_the_mailed_code() {
    let mut parts = (*sent(false)).clone();
    parts.recipients[0].details.access_code = Some(AccessCodeHash("hash".into()));
    let mut document = Document::restore(parts).unwrap();
    let actor = Actor::Account(taro().id);
    let _ = document.enrolled_behind_access_code(id(1), factor_id(), actor, after(1));
    for (behind_code, class) in
        [(Some(false), EnrolmentClass::ByPassword), (Some(true), EnrolmentClass::BehindAccessCode)]
    {
        let sign_in = signed(FactorMethod::Totp, after(1), behind_code);
        assert_eq!(class_of(&document, &taro(), &sign_in), class);
    }
}

// O-02 E2
#[test]
fn each_factor_enrolled_behind_the_access_code_is_of_class_e2_and_no_other_one_is() {
    use EnrolmentClass::{AfterSending, BehindAccessCode};
    let mut parts = (*sent(false)).clone();
    parts.recipients[0].details.access_code = Some(AccessCodeHash("hash".into()));
    let mut document = Document::restore(parts).unwrap();
    let factor = |number| FactorId::from(Uuid::from_u128(number));
    let by = |number| {
        let method = SignInMethod::TwoFactor {
            at: after(5),
            factor: factor(number),
            method: FactorMethod::Totp,
            enrolled_at: after(1),
            behind_code: Some(true),
        };
        SignIn::new(taro().id, method)
    };
    let actor = Actor::Account(taro().id);
    // A second factor takes nothing from the first one, nor does the same one that comes again.
    for number in [71, 72, 71] {
        let events = document.enrolled_behind_access_code(id(1), factor(number), actor, after(1));
        assert!(!events.is_empty());
    }
    let classes = [71, 72, 73].map(|number| class_of(&document, &taro(), &by(number)));
    assert_eq!(classes, [BehindAccessCode, BehindAccessCode, AfterSending]);
    assert_eq!(document.recipient(id(1)).unwrap().behind_access_code, [factor(72), factor(71)]);

    for number in 100..100 + Recipient::MOST_BEHIND_ACCESS_CODE as u128 {
        let _ = document.enrolled_behind_access_code(id(1), factor(number), actor, after(1));
    }
    let kept = &document.recipient(id(1)).unwrap().behind_access_code;
    assert_eq!((kept.len(), kept[0]), (Recipient::MOST_BEHIND_ACCESS_CODE, factor(100)));
}

// EN-11
#[test]
fn an_address_that_came_by_a_mailed_code_after_the_sending_is_proved_by_that_code() {
    let owner = Account { email_since: Some(after(2)), ..taro() };
    let before = signed(FactorMethod::Totp, NOW.minus(Span::days(9)), Some(false));
    assert_eq!(class_of(&sent(false), &owner, &before), EnrolmentClass::AfterSending);
    let since = signed(FactorMethod::Totp, after(3), Some(false));
    assert_eq!(class_of(&sent(false), &owner, &since), EnrolmentClass::ByPassword);
}

// EN-01 O-02
#[test]
fn nothing_that_demands_a_strong_sign_in_is_consented_to_by_such_a_factor() {
    let consent = |is_requested: bool, behind_code: bool| {
        let mut document = sent(is_requested);
        let sign_in = signed(FactorMethod::Totp, after(1), Some(behind_code));
        let request = consent_to(document.content_digest());
        document.consent(id(1), signed_in(&taro(), &sign_in), request, after(6)).map(|_| ())
    };
    let refused = Err(DocumentError::EnrolledByPassword);
    assert_eq!(consent(true, false), refused);
    assert_eq!(consent(true, true), Ok(()));
    assert_eq!(consent(false, false), Ok(()), "there the mailed link alone is enough");
}

// EN-01 T-083
#[test]
fn nor_is_it_declined_by_such_a_factor() {
    let decline = |is_requested: bool, behind_code: bool| {
        let mut document = sent(is_requested);
        let sign_in = signed(FactorMethod::Totp, after(1), Some(behind_code));
        let reason = Reason::parse("金額が違います").unwrap();
        let declined = document.decline(id(1), signed_in(&taro(), &sign_in), reason, after(6));
        (declined.map(|_| ()), document.is_awaiting_consent())
    };
    assert_eq!(decline(true, false), (Err(DocumentError::EnrolledByPassword), true));
    assert_eq!(decline(true, true), (Ok(()), false));
    assert_eq!(decline(false, false), (Ok(()), false), "there the mailed link alone is enough");
}

// CO-07 O-43
#[test]
fn a_class_is_possible_where_the_gate_could_have_given_it() {
    let document = sent(false);
    for enrolled_at in [NOW.minus(Span::days(1)), NOW, after(1)] {
        for behind_code in [None, Some(false), Some(true)] {
            for method in FactorMethod::ALL {
                let sign_in = signed(method, enrolled_at, behind_code);
                let given = class_of(&document, &taro(), &sign_in);
                assert!(given.is_possible(enrolled_at, behind_code, NOW), "{given:?}");
            }
        }
    }
    let not = |class: EnrolmentClass, enrolled_at, behind_code| {
        assert!(!class.is_possible(enrolled_at, behind_code, NOW), "{class:?}");
    };
    for class in [EnrolmentClass::BeforeSending, EnrolmentClass::PasskeyBeforeSending] {
        not(class, NOW, Some(true));
    }
    for class in [
        EnrolmentClass::AfterSending,
        EnrolmentClass::BehindAccessCode,
        EnrolmentClass::PasskeyBehindAccessCode,
    ] {
        not(class, after(1), Some(false));
    }
    not(EnrolmentClass::ByPassword, after(1), Some(true));
    not(EnrolmentClass::ByPassword, NOW.minus(Span::days(1)), Some(false));
}

fn linked(linked_at: Timestamp, behind_code: Option<bool>) -> SignIn {
    let login = IdpLogin { linked_at, behind_code, ..login(IdpStrength::Proven) };
    SignIn::new(taro().id, SignInMethod::Idp { at: after(5), login })
}

// O-02 E1 EN-01
#[test]
fn an_identity_linked_after_sending_by_a_password_alone_is_of_class_e0() {
    use EnrolmentClass::{AfterSending, BeforeSending, ByPassword};
    let before = NOW.minus(Span::days(1));
    for (linked_at, behind_code, class) in [
        (after(1), Some(false), ByPassword),
        (NOW, Some(false), ByPassword),
        (after(1), Some(true), AfterSending),
        (after(1), None, AfterSending),
        (before, Some(false), BeforeSending),
    ] {
        let given = class_of(&sent(false), &taro(), &linked(linked_at, behind_code));
        assert_eq!(given, class, "{behind_code:?}");
        assert!(given.is_possible(linked_at, behind_code, NOW));
    }
    let mut document = sent(true);
    let sign_in = linked(after(1), Some(false));
    let request = consent_to(document.content_digest());
    let refused = document.consent(id(1), signed_in(&taro(), &sign_in), request, after(6));
    assert_eq!(refused.map(|_| ()), Err(DocumentError::EnrolledByPassword));
}

// EN-01
#[test]
fn a_link_keeps_whether_it_was_made_behind_a_mailed_code_and_its_event_says_so() {
    for (by, behind_code) in [
        (LinkedBy::Owner { behind_code: false }, false),
        (LinkedBy::Owner { behind_code: true }, true),
        (LinkedBy::FirstLogin, true),
    ] {
        let (link, events) = IdpLink::create(taro().id, identity("taro"), by, NOW);
        assert_eq!(link.behind_code, Some(behind_code));
        let event = events.iter().next().unwrap();
        let at_first_login = by == LinkedBy::FirstLogin;
        let (identity, behind_code) = (identity("taro"), Some(behind_code));
        assert_eq!(event.kind, EventKind::IdpLinked { identity, at_first_login, behind_code });
    }
}
