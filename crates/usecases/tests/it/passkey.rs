//! Passkeys: enrolling, signing in, the second factor, removing, consenting; and what is refused.

use crate::world::{
    NOW, by_password, by_totp, factor_id, kinds, phone, recipient_id, sent, session, taro,
    with_tries, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, AccountId, Assurance, BrowserKey, Ceremony, CeremonyPurpose, CeremonyRefusal,
    ContentDigest, DocumentError, EventKind, Factor, FactorKind, FactorMethod, FactorState,
    FileDigest, PasskeyAssertion, PasskeyConsent, Refusal, Session, SignIn, SignInMethod, Span,
    Throttle, Timestamp, Uuid,
};
use wariin_ports::mock::{KEY, MockPorts, MockWork, NEW_KEY};
use wariin_ports::{
    BegunCeremony, CeremonyState, ClaimedCredential, PasskeyChallenge as Challenge,
    PasskeyCredential, PasskeyError, Ports, StorageError, StoredPasskey, VerifiedAssertion,
};
use wariin_usecases::{
    ConsentByPasskey, Error, PasskeyAnswer, UserAgent, begin_passkey_consent,
    begin_passkey_enrolment, begin_passkey_step_up, finish_passkey_consent,
    finish_passkey_enrolment, finish_passkey_removal, finish_passkey_sign_in,
    finish_passkey_step_up,
};

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
            state: FactorState::Active { confirmed_at: Timestamp::from_micros(1) },
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
        id: Uuid::from_u128(777).into(),
        account: taro().id,
        recipient: recipient_id(),
        document: sent(true).id,
        content: sent(true).content_digest(),
        random: [9; 32],
        began_at: NOW,
    }
}

/// The unit of work in which the ceremony for this is taken.
pub(crate) fn takes(purpose: CeremonyPurpose) -> MockWork {
    let mut work = MockWork::default();
    let session = Some(KEY);
    let id = answer().ceremony;
    let ceremony = Ceremony { id, purpose, browser: BROWSER, session, began_at: NOW };
    work.passkeys.expect_take().times(1).returning(move |taken| {
        assert_eq!(taken, id);
        Ok(Some((ceremony.clone(), CeremonyState("state".into()))))
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

#[tokio::test]
async fn a_passkey_completes_a_sign_in_that_awaits_the_second_factor() {
    let mut completes = knows(awaiting());
    uses(&mut completes);
    completes.sessions.expect_replace().times(1).returning(|old, session, events| {
        assert_eq!((old, session.key, session.awaiting_code.clone()), (KEY, NEW_KEY, None));
        let sign_in = session.sign_in.as_ref().unwrap();
        assert!(sign_in.is_strong());
        let SignInMethod::TwoFactor { method, factor, .. } = sign_in.method() else {
            unreachable!("not by two factors")
        };
        assert_eq!((*method, *factor), (FactorMethod::Passkey, factor_id()));
        assert_eq!(kinds(&events), ["signed_in", "stepped_up"]);
        Ok(())
    });
    let works = [takes(CeremonyPurpose::StepUp { account: taro().id }), completes];
    let (ports, commits) = finishing(works, Ok(verified())).wire();
    finish_passkey_step_up(&ports, HERE, answer()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_refused_passkey_is_recorded_and_signs_in_nowhere() {
    for refusal in [
        PasskeyError::Unverified,
        PasskeyError::CounterWentBack,
        PasskeyError::UnknownCredential,
        PasskeyError::Refused("challenge".into()),
    ] {
        let mut tries = knows(awaiting());
        records(&mut tries, refused_passkey());
        let works = [takes(CeremonyPurpose::StepUp { account: taro().id }), tries];
        let (ports, commits) = finishing(works, Err(refusal.clone())).wire();
        let refused = finish_passkey_step_up(&ports, HERE, answer()).await;
        assert!(matches!(refused, Err(Error::Passkey(error)) if error == refusal));
        assert_eq!(commits.load(Ordering::SeqCst), 2, "the ceremony is spent, the refusal kept");
    }
}

// EN-05
#[tokio::test]
async fn a_ceremony_of_another_session_browser_purpose_or_time_is_spent_and_refused() {
    let step_up = || CeremonyPurpose::StepUp { account: taro().id };
    let other = UserAgent { session: Some(NEW_KEY), ..HERE };
    let (port, commits) = ports([takes(step_up())]).wire();
    let refused = finish_passkey_step_up(&port, other, answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherSession))), "{refused:?}");
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let (port, _) = ports([takes(CeremonyPurpose::SignIn)]).wire();
    let refused = finish_passkey_step_up(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherPurpose))), "{refused:?}");
    let (port, _) = ports([takes(step_up())]).wire();
    let refused = finish_passkey_sign_in(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherPurpose))), "{refused:?}");
    let (port, _) = ports([takes(step_up())]).wire();
    let refused = finish_passkey_consent(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherPurpose))), "{refused:?}");

    let mut gone = MockWork::default();
    gone.passkeys.expect_take().returning(|_| Ok(None));
    let (port, _) = ports([gone]).wire();
    let refused = finish_passkey_step_up(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::Unknown))), "{refused:?}");

    let another = CeremonyPurpose::StepUp { account: AccountId::from(Uuid::from_u128(9)) };
    let (port, _) = ports([takes(another), knows(awaiting())]).wire();
    let refused = finish_passkey_step_up(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherSession))), "{refused:?}");
}

fn claims(mut ports: MockPorts) -> MockPorts {
    let account = Uuid::from(taro().id);
    ports
        .passkeys
        .expect_claimed()
        .returning(move |_| Ok(ClaimedCredential { account, credential: vec![1] }));
    ports
}

fn signing_in(account: Account) -> MockWork {
    let mut work = work(Some(Session::begin(KEY, NOW)), vec![account]);
    work.passkeys.expect_of().returning(|_| Ok(vec![stored()]));
    work
}

#[tokio::test]
async fn a_passkey_alone_signs_in_strongly() {
    let mut signs_in = signing_in(taro());
    uses(&mut signs_in);
    signs_in.sessions.expect_remove().times(1).returning(|key, _| {
        assert_eq!(key, KEY);
        Ok(())
    });
    signs_in.sessions.expect_add().times(1).returning(|session, events| {
        assert_eq!((session.key, session.owner()), (NEW_KEY, Some(taro().id)));
        assert!(session.sign_in.as_ref().unwrap().is_strong());
        assert!(events.iter().any(|e| e.kind == EventKind::SignedIn { two_factor: true }));
        Ok(())
    });
    let works = [takes(CeremonyPurpose::SignIn), signs_in];
    let (ports, _) = claims(finishing(works, Ok(verified()))).wire();
    finish_passkey_sign_in(&ports, HERE, answer()).await.unwrap();
}

#[tokio::test]
async fn a_passkey_of_no_account_a_disabled_one_or_one_that_must_use_its_provider_signs_in_nowhere()
{
    let works = [takes(CeremonyPurpose::SignIn), work(None, vec![])];
    let (port, _) = claims(ports(works)).wire();
    let refused = finish_passkey_sign_in(&port, HERE, answer()).await;
    let unknown = PasskeyError::UnknownCredential;
    assert!(matches!(refused, Err(Error::Passkey(error)) if error == unknown));

    let mut removed = work(None, vec![taro()]);
    removed.passkeys.expect_of().returning(|_| Ok(vec![]));
    let (port, _) = claims(ports([takes(CeremonyPurpose::SignIn), removed])).wire();
    let refused = finish_passkey_sign_in(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Passkey(error)) if error == unknown));

    let mut disabled = signing_in(Account { disabled_at: Some(NOW), ..taro() });
    uses(&mut disabled);
    let works = [takes(CeremonyPurpose::SignIn), disabled];
    let (port, _) = claims(finishing(works, Ok(verified()))).wire();
    let refused = finish_passkey_sign_in(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::AccountDisabled)), "{refused:?}");

    let mut provider = signing_in(taro());
    uses(&mut provider);
    provider.idp_connections.checkpoint();
    provider.idp_connections.expect_serving().returning(|_| {
        let mut connection = crate::company::connection();
        connection.membership.is_required = true;
        Ok(Some(connection))
    });
    with_tries(&mut provider, None, Throttle::clear());
    provider.audit.expect_append().returning(|_| Ok(()));
    let works = [takes(CeremonyPurpose::SignIn), provider];
    let (port, _) = claims(finishing(works, Ok(verified()))).wire();
    let refused = finish_passkey_sign_in(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::IdpRequired)), "{refused:?}");
}

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

pub(crate) fn registering(works: impl IntoIterator<Item = MockWork>) -> MockPorts {
    let mut ports = ports(works);
    ports.passkeys.expect_finish_registration().returning(|_, _| Ok(credential()));
    ports.tokens.expect_new_backup_codes().returning(Vec::new);
    ports
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

/// Files that are whole, and pages that were shown.
pub(crate) fn shown(mut ports: MockPorts) -> MockPorts {
    ports.views.expect_document_of().returning(|_| Ok(None));
    ports
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
    let wish = ConsentByPasskey { recipient: recipient_id(), shown: consenting().content };
    begin_passkey_consent(&port, HERE, wish).await.unwrap();
}
