//! All ports as doubles, with the answers that nearly every test needs.

use super::{
    MockCalendar, MockCertificatePrinter, MockCheckpoints, MockClock, MockDomainRecords,
    MockEmailTemplates, MockEvidencePacker, MockFieldPrinter, MockFileVerifier, MockFiles,
    MockIdentityProviders, MockIds, MockJobQueue, MockLogWitnesses, MockLogoImages, MockMailer,
    MockPageRenderer, MockPageStore, MockPasskeys, MockPasswords, MockPdfInspector, MockSealer,
    MockStampImages, MockStorage, MockTextRemover, MockTimestamper, MockTokens,
    MockTotpAuthenticator, MockTransparencyLog, MockViews, MockWork,
};
use crate::{Ports, SessionCookie};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use wariin_domain::fixtures::{NOW, organisation};
use wariin_domain::{Account, Document, Session, SessionKey, SignIn, Uuid};

/// The key of the session that [`MockWork::signed_in`] finds.
pub const KEY: SessionKey = SessionKey::new([1; 32]);
/// The key of every session that begins in a test.
pub const NEW_KEY: SessionKey = SessionKey::new([2; 32]);

/// Every port as a double: the clock stands at [`NOW`], every new id is number 777, every new session has the
/// key [`NEW_KEY`], the storage hands out `works` in order. All else refuses to be called until a test says
/// what is expected.
#[derive(Default)]
#[expect(missing_docs, reason = "each field is documented at its trait")]
pub struct MockPorts {
    pub works: Vec<MockWork>,
    pub views: MockViews,
    pub jobs: MockJobQueue,
    pub log: MockTransparencyLog,
    pub checkpoints: MockCheckpoints,
    pub log_witnesses: MockLogWitnesses,
    pub timestamper: MockTimestamper,
    pub files: MockFiles,
    pub inspector: MockPdfInspector,
    pub renderer: MockPageRenderer,
    pub remover: MockTextRemover,
    pub pages: MockPageStore,
    pub printer: MockFieldPrinter,
    pub certificates: MockCertificatePrinter,
    pub stamps: MockStampImages,
    pub logos: MockLogoImages,
    pub calendar: MockCalendar,
    pub sealer: MockSealer,
    pub mailer: MockMailer,
    pub emails: MockEmailTemplates,
    pub passwords: MockPasswords,
    pub passkeys: MockPasskeys,
    pub totp: MockTotpAuthenticator,
    pub tokens: MockTokens,
    pub idps: MockIdentityProviders,
    pub dns: MockDomainRecords,
    pub evidence: MockEvidencePacker,
    pub verifier: MockFileVerifier,
}

impl Ports {
    /// Doubles of every port, to be told what to answer and then wired by [`MockPorts::wire`].
    #[must_use]
    pub fn mock() -> MockPorts {
        MockPorts::default()
    }
}

impl MockPorts {
    /// The same with these units of work, handed out in this order.
    #[must_use]
    pub fn with(mut self, works: impl IntoIterator<Item = MockWork>) -> Self {
        self.works.extend(works);
        self
    }

    /// The ports, and how many units of work were committed.
    #[must_use]
    pub fn wire(mut self) -> (Ports, Arc<AtomicUsize>) {
        self.tokens.expect_new_session().returning(|| SessionCookie("new".into()));
        self.tokens.expect_session_key().returning(|_| NEW_KEY);
        self.jobs.expect_hold().returning(|_, _, _| Ok(true));
        self.jobs.expect_goes_on().returning(|_, _| ());
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
            log: Arc::new(self.log),
            checkpoints: Arc::new(self.checkpoints),
            log_witnesses: Arc::new(self.log_witnesses),
            timestamper: Arc::new(self.timestamper),
            files: Arc::new(self.files),
            inspector: Arc::new(self.inspector),
            renderer: Arc::new(self.renderer),
            remover: Arc::new(self.remover),
            pages: Arc::new(self.pages),
            printer: Arc::new(self.printer),
            certificates: Arc::new(self.certificates),
            stamps: Arc::new(self.stamps),
            logos: Arc::new(self.logos),
            calendar: Arc::new(self.calendar),
            sealer: Arc::new(self.sealer),
            mailer: Arc::new(self.mailer),
            emails: Arc::new(self.emails),
            passwords: Arc::new(self.passwords),
            passkeys: Arc::new(self.passkeys),
            totp: Arc::new(self.totp),
            tokens: Arc::new(self.tokens),
            idps: Arc::new(self.idps),
            dns: Arc::new(self.dns),
            evidence: Arc::new(self.evidence),
            verifier: Arc::new(self.verifier),
            clock: Arc::new(clock),
            ids: Arc::new(ids),
        };
        (ports, commits)
    }
}

impl MockWork {
    /// A unit of work that finds this session under every key, these accounts by their ids, and the one
    /// organisation of the fixtures; no identity provider serves an address, and no consent is awaited.
    #[must_use]
    pub fn of_session(session: Option<Session>, accounts: Vec<Account>) -> Self {
        let mut work = Self::default();
        work.accounts.expect_organisation().returning(|_| Ok(Some(organisation())));
        work.documents.expect_awaiting().returning(|_| Ok(vec![]));
        work.idp_connections.expect_serving().returning(|_| Ok(None));
        work.sessions.expect_find().returning(move |_| Ok(session.clone()));
        work.accounts
            .expect_find()
            .returning(move |id| Ok(accounts.iter().find(|account| account.id == id).cloned()));
        work
    }

    /// The same, with this account signed in like this under the key [`KEY`].
    #[must_use]
    pub fn signed_in(account: &Account, sign_in: SignIn) -> Self {
        let session = Session { sign_in: Some(sign_in), ..Session::begin(KEY, NOW) };
        Self::of_session(Some(session), vec![account.clone()])
    }

    /// Finds this document by its id and by each of its recipients.
    pub fn finds(&mut self, document: &Document) {
        let (one, other) = (document.clone(), document.clone());
        self.documents.expect_find().returning(move |_| Ok(Some(one.clone())));
        self.documents.expect_find_by_recipient().returning(move |_| Ok(Some(other.clone())));
    }
}
