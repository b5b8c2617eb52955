//! Mocked ports of a use case: they answer what a test says, at a time that stands still.

use mockall::predicate::always;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use wariin_domain::{
    Account, AccountId, Attributes, Details, Document, DocumentFile, DocumentId, EmailAddress,
    EnrolmentRule, FactorId, FactorMethod, FactorName, FileDigest, FileId, FileName, HoldReason,
    Language, NewDraft, Organisation, OrganisationId, OrganisationName, PersonName, Recipient,
    RecipientDetails, RecipientId, Role, Session, SessionKey, SignIn, SignInMethod, Span,
    Timestamp, Title, Uuid,
};
use wariin_ports::mock::{
    MockClock, MockDomainRecords, MockEmailTemplates, MockFiles, MockIdentityProviders, MockIds,
    MockJobQueue, MockMailer, MockPasswords, MockPdfInspector, MockSealer, MockStorage, MockTokens,
    MockTotpAuthenticator, MockTransparencyLog, MockViews, MockWork,
};
use wariin_ports::{SessionCookie, StorageError};
use wariin_usecases::{Ports, Principal};

pub(crate) const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);
pub(crate) const KEY: SessionKey = SessionKey::new([1; 32]);
/// The session as the principal of a command.
pub(crate) const PRINCIPAL: Principal = Principal::Session(KEY);
pub(crate) const NEW_KEY: SessionKey = SessionKey::new([2; 32]);

pub(crate) fn after(minutes: u32) -> Timestamp {
    NOW.plus(Span::minutes(minutes))
}

/// Every port as a double; a test replaces those it is about.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) works: Vec<MockWork>,
    pub(crate) views: MockViews,
    pub(crate) jobs: MockJobQueue,
    pub(crate) files: MockFiles,
    pub(crate) inspector: MockPdfInspector,
    pub(crate) sealer: MockSealer,
    pub(crate) mailer: MockMailer,
    pub(crate) emails: MockEmailTemplates,
    pub(crate) passwords: MockPasswords,
    pub(crate) totp: MockTotpAuthenticator,
    pub(crate) tokens: MockTokens,
    pub(crate) idps: MockIdentityProviders,
    pub(crate) dns: MockDomainRecords,
}

impl World {
    /// A world that prepared these units of work.
    pub(crate) fn with(works: impl IntoIterator<Item = MockWork>) -> Self {
        Self { works: works.into_iter().collect(), ..Self::default() }
    }

    /// The ports, and how many units of work were committed.
    pub(crate) fn ports(mut self) -> (Ports, Arc<AtomicUsize>) {
        self.tokens.expect_new_session().returning(|| SessionCookie("new".into()));
        self.tokens.expect_session_key().with(always()).returning(|_| NEW_KEY);
        let mut clock = MockClock::new();
        clock.expect_now().returning(|| NOW);
        let mut ids = MockIds::new();
        ids.expect_next().returning(|| Uuid::from_u128(777));
        let storage = MockStorage::of(self.works);
        let commits = storage.commits();
        let ports = Ports {
            storage: Arc::new(storage),
            views: Arc::new(self.views),
            jobs: Arc::new(self.jobs),
            log: Arc::new(MockTransparencyLog::new()),
            files: Arc::new(self.files),
            inspector: Arc::new(self.inspector),
            sealer: Arc::new(self.sealer),
            mailer: Arc::new(self.mailer),
            emails: Arc::new(self.emails),
            passwords: Arc::new(self.passwords),
            totp: Arc::new(self.totp),
            tokens: Arc::new(self.tokens),
            idps: Arc::new(self.idps),
            dns: Arc::new(self.dns),
            clock: Arc::new(clock),
            ids: Arc::new(ids),
        };
        (ports, commits)
    }
}

pub(crate) fn broken() -> StorageError {
    StorageError::Unavailable("told to fail".into())
}

pub(crate) fn account(number: u128, email: &str) -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(number)),
        organisation: OrganisationId::from(Uuid::from_u128(1)),
        role: Role::Admin,
        name: PersonName::parse("名前").unwrap(),
        email: EmailAddress::parse(email).unwrap(),
        mailbox_proven_at: Some(NOW),
        language: Language::Japanese,
    }
}

/// The organisation of all accounts in these tests.
pub(crate) fn organisation() -> Organisation {
    let name = OrganisationName::parse("割印商事").unwrap();
    Organisation::new(OrganisationId::from(Uuid::from_u128(1)), name)
}

pub(crate) fn sender() -> Account {
    account(10, "sender@example.jp")
}

pub(crate) fn taro() -> Account {
    account(11, "taro@example.com")
}

pub(crate) fn factor_id() -> FactorId {
    FactorId::from(Uuid::from_u128(99))
}

pub(crate) fn by_password(account: &Account) -> SignIn {
    SignIn::new(account.id, SignInMethod::Password { at: NOW })
}

pub(crate) fn by_totp(account: &Account, at: Timestamp) -> SignIn {
    let method = SignInMethod::TwoFactor {
        at,
        factor: factor_id(),
        method: FactorMethod::Totp,
        enrolled_at: NOW,
    };
    SignIn::new(account.id, method)
}

pub(crate) fn session(sign_in: SignIn) -> Session {
    Session { sign_in: Some(sign_in), ..Session::begin(KEY, NOW) }
}

pub(crate) fn recipient_id() -> RecipientId {
    RecipientId::from(Uuid::from_u128(21))
}

/// A draft to Taro alone.
pub(crate) fn draft() -> Document {
    let new = NewDraft {
        id: DocumentId::from(Uuid::from_u128(5)),
        details: Details {
            title: Title::parse("題名はここだけ").unwrap(),
            attributes: Attributes::default(),
        },
        files: vec![DocumentFile {
            id: FileId::from(Uuid::from_u128(7)),
            name: FileName::sanitized("契約書.pdf"),
            bytes: 1_000,
            pages: 1,
            repaired: false,
            digest: FileDigest::new([7; 32]),
            sealed: None,
        }],
    };
    let (mut document, _) = Document::draft(new, &sender(), NOW).unwrap();
    let details = RecipientDetails {
        name: PersonName::parse("山田 太郎").unwrap(),
        email: EmailAddress::parse("taro@example.com").unwrap(),
        organisation: Some(OrganisationName::parse("山田商店").unwrap()),
        language: Language::Japanese,
        access_code: None,
        idp: None,
        enrolment: EnrolmentRule::Any,
    };
    let recipient = Recipient::new(recipient_id(), details);
    let _ = document.add_recipient(recipient, &by_password(&sender()), NOW).unwrap();
    document
}

pub(crate) fn requested() -> Document {
    let mut document = draft();
    let _ = document.request_advanced_auth(&by_totp(&sender(), NOW), NOW).unwrap();
    document
}

/// Sent to Taro, with or without the request.
pub(crate) fn sent(with_request: bool) -> Document {
    let mut document = if with_request { requested() } else { draft() };
    let _ = document.send(&by_totp(&sender(), NOW), NOW).unwrap();
    document
}

/// A unit of work in which this session is found.
pub(crate) fn work(session: Option<Session>, people: Vec<Account>) -> MockWork {
    let mut work = MockWork::default();
    work.accounts.expect_organisation().returning(|_| Ok(Some(organisation())));
    work.documents.expect_awaiting().returning(|_| Ok(vec![]));
    work.idp_connections.expect_serving().returning(|_| Ok(None));
    work.sessions.expect_find().returning(move |_| Ok(session.clone()));
    work.accounts
        .expect_find()
        .returning(move |id| Ok(people.iter().find(|a| a.id == id).cloned()));
    work
}

/// The unit of work holds the consent that Taro has not given yet, and for this reason.
pub(crate) fn holds(work: &mut MockWork, why: HoldReason) {
    work.documents.checkpoint();
    work.documents.expect_awaiting().times(1).returning(|account| {
        assert_eq!(account.id, taro().id);
        Ok(vec![sent(true).id])
    });
    finds(work, &sent(true));
    work.documents.expect_save().times(1).returning(move |document, events| {
        assert_eq!(document.recipients[0].held.map(|hold| hold.why), Some(why), "EN-09");
        assert!(events.iter().all(|e| e.kind.name() == "consent_held"));
        Ok(())
    });
}

/// The unit of work finds this document, by its id or its recipient.
pub(crate) fn finds(work: &mut MockWork, document: &Document) {
    let (one, other) = (document.clone(), document.clone());
    work.documents.expect_find().returning(move |_| Ok(Some(one.clone())));
    work.documents.expect_find_by_recipient().returning(move |_| Ok(Some(other.clone())));
}

/// The name of a new factor.
pub(crate) fn phone() -> FactorName {
    FactorName::parse("スマートフォン").unwrap()
}

/// The names of the events.
pub(crate) fn kinds(events: &wariin_domain::Events) -> Vec<&'static str> {
    events.iter().map(|event| event.kind.name()).collect()
}
