//! Mocked ports of a use case: they answer what a test says, at a time that stands still.

use std::sync::{Arc, Mutex};
use wariin_domain::fixtures;
pub(crate) use wariin_domain::fixtures::{
    NOW, account, after, by_password, by_totp, factor_id, guest, membership, organisation, sender,
    taro,
};
use wariin_domain::{
    Account, Document, FactorName, HoldReason, Language, OrganisationName, PersonName, Recipient,
    RecipientDetails, RecipientId, Session, SignIn, Throttle, TryKind, TrySource,
};
use wariin_ports::StorageError;
use wariin_ports::mock::{KEY, MockWork};
use wariin_usecases::Principal;

/// The session as the principal of a command.
pub(crate) const PRINCIPAL: Principal = Principal::Session(KEY);

pub(crate) fn broken() -> StorageError {
    StorageError::Unavailable("told to fail".into())
}

pub(crate) fn session(sign_in: SignIn) -> Session {
    Session { sign_in: Some(sign_in), ..Session::begin(KEY, NOW) }
}

pub(crate) fn recipient_id() -> RecipientId {
    fixtures::id(21)
}

/// A draft to Taro alone.
pub(crate) fn draft() -> Document {
    let details = RecipientDetails {
        name: PersonName::parse("山田 太郎").unwrap(),
        organisation: Some(OrganisationName::parse("山田商店").unwrap()),
        ..fixtures::details("taro@example.com", Language::Japanese)
    };
    fixtures::draft_to([Recipient::new(recipient_id(), details)])
}

pub(crate) fn requested() -> Document {
    let mut document = draft();
    let _ = document.request_advanced_auth(&by_totp(&sender(), NOW), NOW).unwrap();
    document
}

/// Sent to Taro, with or without the request.
pub(crate) fn sent(with_request: bool) -> Document {
    fixtures::send(draft(), with_request)
}

/// A unit of work in which this session is found.
pub(crate) fn work(session: Option<Session>, people: Vec<Account>) -> MockWork {
    MockWork::of_session(session, people)
}

/// The unit of work holds the consent that Taro has not given yet, and for this reason.
pub(crate) fn holds(work: &mut MockWork, why: HoldReason) {
    work.documents.checkpoint();
    work.documents.expect_awaiting().times(1).returning(|account| {
        assert_eq!(account.id, taro().id);
        Ok(vec![sent(true).id])
    });
    work.finds(&sent(true));
    work.documents.expect_save().times(1).returning(move |document, events| {
        assert_eq!(document.recipients[0].held.map(|hold| hold.why), Some(why), "EN-09");
        assert!(events.iter().all(|e| e.kind.name() == "consent_held"));
        Ok(())
    });
}

/// The name of a new factor.
pub(crate) fn phone() -> FactorName {
    FactorName::parse("スマートフォン").unwrap()
}

/// The names of the events.
pub(crate) fn kinds(events: &wariin_domain::Events) -> Vec<&'static str> {
    events.iter().map(|event| event.kind.name()).collect()
}

/// The wrong tries that were kept: of what, from where, how many.
pub(crate) type KeptTries = Arc<Mutex<Vec<(TryKind, TrySource, u32)>>>;

/// So many wrong tries came from the browser, where it is known, and from the network.
pub(crate) fn with_tries(
    work: &mut MockWork,
    browser: Option<Throttle>,
    network: Throttle,
) -> KeptTries {
    let kept = KeptTries::default();
    let keeps = Arc::clone(&kept);
    work.tries.expect_lock().returning(|_, _| Ok(()));
    work.tries.expect_find().returning(move |kind, _, source| {
        Ok(match (kind, source) {
            (TryKind::RecordedRefusal, _) | (_, TrySource::AllNetworks) => None,
            (_, TrySource::Browser(_)) => browser,
            (_, TrySource::Network(_)) => Some(network),
            (_, TrySource::Address(_)) => unreachable!("nothing is counted by address here"),
        })
    });
    work.tries.expect_save().returning(move |kind, _, (source, throttle), _| {
        keeps.lock().unwrap().push((kind, source, throttle.failures()));
        Ok(())
    });
    kept
}
