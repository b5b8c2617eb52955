//! Passkeys: ceremonies, and consents by an assertion.

use proptest::prelude::*;
use wariin_domain::fixtures::{
    NOW, STATEMENT, after, consent_to, factor_id, id, sent, signed_in, taro,
};
use wariin_domain::{
    AccountId, AssertionMissing, Assurance, BrowserKey, Ceremony, CeremonyPurpose, CeremonyRefusal,
    ConsentAssurance, ConsentRequest, Consented, ContentDigest, Document, DocumentError,
    EnrolmentClass, EnrolmentRule, Factor, FactorId, FactorMethod, FactorName, NewFactor,
    PasskeyConsent, Reauthentication, SessionKey, SignIn, SignInMethod, Timestamp, Uuid,
};

const BROWSER: BrowserKey = BrowserKey::new([5; 32]);
const SESSION: SessionKey = SessionKey::new([6; 32]);

fn ceremony(purpose: CeremonyPurpose) -> Ceremony {
    let session = Some(SESSION);
    Ceremony { id: Uuid::from_u128(50).into(), purpose, browser: BROWSER, session, began_at: NOW }
}

fn by_passkey(at: Timestamp, enrolled_at: Timestamp) -> SignIn {
    let method = FactorMethod::Passkey;
    let factor = factor_id();
    let behind_code = Some(true);
    SignIn::new(taro().id, SignInMethod::TwoFactor { at, factor, method, enrolled_at, behind_code })
}

fn consenting(document: &Document) -> PasskeyConsent {
    PasskeyConsent {
        id: Uuid::from_u128(50).into(),
        account: taro().id,
        recipient: id(1),
        document: document.id,
        content: document.content_digest(),
        statement: Some(STATEMENT),
        random: [9; 32],
        began_at: NOW,
    }
}

fn consent(
    document: &mut Document,
    transaction: Option<&PasskeyConsent>,
    factor: FactorId,
) -> Result<Consented, DocumentError> {
    let (account, sign_in) = (taro(), by_passkey(after(4), Timestamp::from_micros(1)));
    let proof = transaction.map(|transaction| transaction.accept(factor));
    let shown = consent_to(document.content_digest());
    let request = ConsentRequest { assertion: proof.as_ref(), ..shown };
    document.consent(id(1), signed_in(&account, &sign_in), request, after(5))
}

// EN-05
#[test]
fn only_the_browser_and_the_session_that_began_a_ceremony_may_finish_it() {
    let own = ceremony(CeremonyPurpose::StepUp { account: taro().id });
    let other = SessionKey::new([7; 32]);
    assert_eq!(own.admit(BROWSER, Some(SESSION), after(5)), Ok(()));
    assert_eq!(
        own.admit(BrowserKey::new([8; 32]), Some(SESSION), NOW),
        Err(CeremonyRefusal::OtherBrowser)
    );
    for session in [None, Some(other)] {
        assert_eq!(own.admit(BROWSER, session, NOW), Err(CeremonyRefusal::OtherSession));
    }
    assert_eq!(ceremony(CeremonyPurpose::SignIn).admit(BROWSER, Some(other), NOW), Ok(()));
}

#[test]
fn a_ceremony_ends_after_five_minutes_and_when_the_clock_goes_back() {
    for purpose in [CeremonyPurpose::SignIn, CeremonyPurpose::StepUp { account: taro().id }] {
        let begun = ceremony(purpose);
        let late = Timestamp::from_micros(after(5).as_micros() + 1);
        let before = Timestamp::from_micros(NOW.as_micros() - 1);
        for wrong in [late, before] {
            let refused = begun.admit(BROWSER, Some(SESSION), wrong);
            assert_eq!(refused, Err(CeremonyRefusal::Expired));
        }
    }
}

// CO-01 CO-03
#[test]
fn a_consent_behind_the_gate_names_the_assertion_that_was_signed_for_it() {
    let mut document = sent(true);
    assert_eq!(consent(&mut document, None, factor_id()), Err(DocumentError::StepUpRequired));
    let transaction = consenting(&document);
    assert!(consent(&mut document, Some(&transaction), factor_id()).is_ok());
    let given = document.recipients[0].consent().unwrap();
    let Assurance::TwoFactor { assertion, method, class, .. } = *given.assurance else {
        panic!("not by two factors");
    };
    assert_eq!((assertion, method), (Some(transaction.id), FactorMethod::Passkey));
    assert_eq!(class, EnrolmentClass::PasskeyBeforeSending);
}

// CO-02 CO-05
#[test]
fn an_assertion_for_other_contents_or_of_another_person_or_factor_is_refused() {
    let mut document = sent(true);
    let right = consenting(&document);
    let others = [
        (PasskeyConsent { content: ContentDigest::new([1; 32]), ..right.clone() }, factor_id()),
        (PasskeyConsent { recipient: id(2), ..right.clone() }, factor_id()),
    ];
    for (other, factor) in others {
        let refused = consent(&mut document, Some(&other), factor);
        assert_eq!(refused, Err(DocumentError::OtherContents));
    }
    let account = AccountId::from(Uuid::from_u128(7));
    let another = FactorId::from(Uuid::from_u128(8));
    for (other, factor) in
        [(PasskeyConsent { account, ..right.clone() }, factor_id()), (right.clone(), another)]
    {
        let refused = consent(&mut document, Some(&other), factor);
        assert_eq!(refused, Err(DocumentError::StepUpRequired));
    }
    assert!(document.recipients[0].consent().is_none());
}

// CO-01
#[test]
fn a_sign_in_by_passkey_is_followed_by_an_assertion_at_every_consent_with_and_without_the_gate() {
    let account = taro();
    for is_gated in [true, false] {
        let document = sent(is_gated);
        let sign_in = by_passkey(after(4), NOW);
        let admission = document.admit(id(1), signed_in(&account, &sign_in), after(4)).unwrap();
        let asked = document.reauthentication(&admission, true, after(4));
        assert_eq!(asked, Reauthentication::Passkey);
    }
}

// CO-01 CO-03
#[test]
fn there_is_no_consent_by_a_passkey_without_the_assertion_it_signed_for_the_consent() {
    for is_gated in [true, false] {
        let mut document = sent(is_gated);
        assert_eq!(consent(&mut document, None, factor_id()), Err(DocumentError::StepUpRequired));
        assert!(document.recipients[0].consent().is_none());
    }
    let signed = |method, assertion| Assurance::TwoFactor {
        account: taro().id,
        factor: factor_id(),
        method,
        enrolled_at: NOW,
        behind_code: Some(true),
        class: EnrolmentClass::AfterSending,
        authenticated_at: NOW,
        assertion,
    };
    let ceremony = Some(Uuid::from_u128(50).into());
    let (passkey, app) = (FactorMethod::Passkey, FactorMethod::Totp);
    assert_eq!(ConsentAssurance::new(signed(passkey, None)), Err(AssertionMissing));
    for taken in [signed(passkey, ceremony), signed(app, None)] {
        assert_eq!(*ConsentAssurance::new(taken.clone()).unwrap(), taken);
    }
}

#[test]
fn forwarding_asks_for_the_passkey_only_when_its_last_use_is_old() {
    let (account, document) = (taro(), sent(true));
    let sign_in = by_passkey(after(4), NOW);
    for (minute, is_old) in [(4, false), (18, false), (19, true)] {
        let now = after(minute);
        let admission = document.admit(id(1), signed_in(&account, &sign_in), now).unwrap();
        assert_eq!(document.is_proof_too_old(&admission, now), is_old, "{minute}");
    }
}

// EN-04
#[test]
fn a_passkey_enrolled_behind_the_access_code_is_no_factor_from_before_the_sending() {
    let rule = EnrolmentRule::BeforeSending;
    for class in EnrolmentClass::ALL {
        assert_eq!(rule.is_met(class), !class.is_after_sending(), "{class:?}");
        assert_eq!(EnrolmentClass::parse(class.name()), Some(class));
    }
    assert!(EnrolmentClass::PasskeyBehindAccessCode.is_after_sending());
    assert!(!EnrolmentClass::PasskeyBeforeSending.is_after_sending());
}

#[test]
fn a_sign_in_by_a_passkey_is_strong_and_the_passkey_counts_when_it_is_enrolled() {
    assert!(by_passkey(NOW, NOW).is_strong());
    let new = NewFactor {
        id: factor_id(),
        account: taro().id,
        name: FactorName::parse("パスキー").unwrap(),
        session: SESSION,
    };
    let (factor, events) = Factor::enrol_passkey(new, true, NOW);
    assert_eq!((factor.confirmed_at(), factor.method()), (Some(NOW), FactorMethod::Passkey));
    assert_eq!(events.iter().map(|e| e.kind.name()).collect::<Vec<_>>(), ["factor_enrolled"]);
}

proptest! {
    // CO-03
    #[test]
    fn the_preimage_of_a_challenge_differs_when_anything_in_it_does(
        byte in 0..PasskeyConsent::PREIMAGE_BYTES - PasskeyConsent::TAG.len(),
    ) {
        let document = sent(true);
        let one = consenting(&document);
        let mut other = one.clone();
        let flip = |uuid: Uuid, at: usize| {
            let mut bytes = *uuid.as_bytes();
            bytes[at] ^= 1;
            Uuid::from_bytes(bytes)
        };
        match byte {
            0..16 => other.id = flip(one.id.into(), byte).into(),
            16..32 => other.document = flip(one.document.into(), byte - 16).into(),
            32..48 => other.recipient = flip(one.recipient.into(), byte - 32).into(),
            48..80 => {
                let mut bytes = *one.content.as_bytes();
                bytes[byte - 48] ^= 1;
                other.content = ContentDigest::new(bytes);
            }
            _ => other.random[byte - 80] ^= 1,
        }
        let (one, other) = (one.preimage(), other.preimage());
        prop_assert_eq!(one.len(), PasskeyConsent::PREIMAGE_BYTES);
        let differing: Vec<_> = (0..one.len()).filter(|at| one[*at] != other[*at]).collect();
        prop_assert_eq!(differing, vec![byte + PasskeyConsent::TAG.len()]);
    }
}
