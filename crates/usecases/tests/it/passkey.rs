//! Passkeys: enrolling, signing in, the second factor, removing, consenting; and what is refused.

mod consent;
mod enrolment;
mod second_factor;

use crate::world::{NOW, factor_id, kinds, phone, recipient_id, sent, taro, work};
use wariin_domain::fixtures::STATEMENT;
use wariin_domain::{
    BrowserKey, Ceremony, CeremonyPurpose, EventKind, Factor, FactorKind, FactorState, FileDigest,
    PasskeyAssertion, PasskeyConsent, Refusal, Session, SignIn, SignInMethod, Throttle, Timestamp,
    Uuid,
};
use wariin_ports::mock::{KEY, MockPorts, MockWork};
use wariin_ports::{
    CeremonyState, PasskeyCredential, PasskeyError, Ports, StoredPasskey, VerifiedAssertion,
};
use wariin_usecases::{PasskeyAnswer, UserAgent};

pub(crate) const HERE: UserAgent<'_> = UserAgent { browser: "browser", session: Some(KEY) };
pub(crate) const BROWSER: BrowserKey = BrowserKey::new([5; 32]);

pub(crate) fn answer() -> PasskeyAnswer {
    PasskeyAnswer { ceremony: Uuid::from_u128(50).into(), credential: "{}".into() }
}

pub(crate) fn stored() -> StoredPasskey {
    StoredPasskey {
        factor: Factor {
            id: factor_id(),
            account: taro().id,
            name: phone(),
            kind: FactorKind::Passkey,
            state: FactorState::Active {
                confirmed_at: Timestamp::from_micros(1),
                behind_code: None,
            },
            throttle: Throttle::clear(),
            last_used_at: None,
        },
        credential: credential(),
    }
}

pub(crate) fn credential() -> PasskeyCredential {
    PasskeyCredential { id: vec![1], record: "old".into() }
}

pub(crate) fn verified() -> VerifiedAssertion {
    VerifiedAssertion {
        credential: PasskeyCredential { record: "used".into(), ..credential() },
        assertion: PasskeyAssertion {
            credential: vec![1],
            key: "{}".into(),
            authenticator_data: vec![1],
            client_data: vec![2],
            signature: vec![3],
        },
        signature_sha256: FileDigest::new([4; 32]),
    }
}

pub(crate) fn consenting() -> PasskeyConsent {
    PasskeyConsent {
        statement: Some(STATEMENT),
        id: Uuid::from_u128(777).into(),
        account: taro().id,
        recipient: recipient_id(),
        document: sent(true).id,
        content: sent(true).content_digest(),
        random: [9; 32],
        began_at: NOW,
    }
}

/// The unit of work in which the ceremony of a consent is looked at, and the one in which it is taken.
pub(crate) fn consents(consent: PasskeyConsent, mut takes: MockWork) -> [MockWork; 2] {
    let mut looks = MockWork::default();
    let begun = ceremony(CeremonyPurpose::Consent(consent));
    let found = begun.clone();
    looks.passkeys.expect_find().times(1).returning(move |_| Ok(Some((found.clone(), state()))));
    takes.passkeys.expect_take().times(1).returning(move |id| {
        assert_eq!(id, answer().ceremony);
        Ok(Some((begun.clone(), state())))
    });
    [looks, takes]
}

pub(crate) fn ceremony(purpose: CeremonyPurpose) -> Ceremony {
    let (id, session) = (answer().ceremony, Some(KEY));
    Ceremony { id, purpose, browser: BROWSER, session, began_at: NOW }
}

fn state() -> CeremonyState {
    CeremonyState("state".into())
}

/// The unit of work in which the ceremony for this is taken.
pub(crate) fn takes(purpose: CeremonyPurpose) -> MockWork {
    let mut work = MockWork::default();
    let ceremony = ceremony(purpose);
    work.passkeys.expect_take().times(1).returning(move |taken| {
        assert_eq!(taken, answer().ceremony);
        Ok(Some((ceremony.clone(), state())))
    });
    work
}

/// A unit of work with this session, in which Taro has one passkey.
pub(crate) fn knows(session: Session) -> MockWork {
    let mut work = work(Some(session), vec![taro()]);
    work.passkeys
        .expect_of()
        .returning(|account| Ok(if account == taro().id { vec![stored()] } else { vec![] }));
    work
}

pub(crate) fn uses(work: &mut MockWork) {
    work.passkeys.expect_used().times(1).returning(|id, credential, _| {
        assert_eq!((id, credential.record.as_str()), (factor_id(), "used"));
        Ok(())
    });
}

pub(crate) fn records(work: &mut MockWork, kind: EventKind) {
    work.audit.expect_append().times(1).returning(move |events| {
        assert!(events.iter().any(|event| event.kind == kind), "{:?}", kinds(&events));
        Ok(())
    });
}

pub(crate) fn ports(works: impl IntoIterator<Item = MockWork>) -> MockPorts {
    let mut ports = Ports::mock().with(works);
    ports.tokens.expect_browser_key().returning(|_| BROWSER);
    ports.tokens.expect_random().returning(|| [9; 32]);
    ports
}

pub(crate) fn finishing(
    works: impl IntoIterator<Item = MockWork>,
    result: Result<VerifiedAssertion, PasskeyError>,
) -> MockPorts {
    let mut ports = ports(works);
    ports.passkeys.expect_finish_authentication().returning(move |state, known, _| {
        assert_eq!((state.0.as_str(), known), ("state", &[credential()][..]));
        result.clone()
    });
    ports
}

pub(crate) fn awaiting() -> Session {
    let password = SignIn::new(taro().id, SignInMethod::Password { at: NOW });
    Session { awaiting_code: Some(password), ..Session::begin(KEY, NOW) }
}

pub(crate) fn refused_passkey() -> EventKind {
    EventKind::SignInRefused { refusal: Refusal::WrongPasskey }
}

pub(crate) fn registering(works: impl IntoIterator<Item = MockWork>) -> MockPorts {
    let mut ports = ports(works);
    ports.passkeys.expect_finish_registration().returning(|_, _| Ok(credential()));
    ports.tokens.expect_new_backup_codes().returning(Vec::new);
    ports
}

/// Files that are whole, and pages that were shown.
pub(crate) fn shown(mut ports: MockPorts) -> MockPorts {
    ports.views.expect_document_of().returning(|_| Ok(None));
    ports
}
