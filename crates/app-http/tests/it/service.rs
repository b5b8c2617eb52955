//! A service in a folder of its own, on a clock that the test moves, with people and documents in it.

mod printing;

use poem::endpoint::BoxEndpoint;
use poem::{EndpointExt, Response};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use wariin_adapters::{Authenticator, NodeRole};
use wariin_app_http::{App, Settings, app, work_until_idle};
use wariin_domain::{
    Attributes, Client, ConsentStatement, Details, Document, DocumentId, EmailAddress,
    EnrolmentRule, Events, FactorId, FactorName, FileName, Language, Membership, Message,
    NewPassword, OrganisationName, PersonName, ProvenMailbox, RecipientId, Role, Timestamp, Title,
};
use wariin_ports::{Clock, LinkClaim, SessionCookie};
use wariin_usecases::{
    AccessCodeChange, CreateAccount, DocumentCommand, DraftContents, FormKey, IdpConstraint, Ports,
    RecipientInput, SecretInput, SignInAttempt, Upload, add_recipient, begin_enrolment,
    confirm_enrolment, create_account, create_draft, request_advanced_auth, send_document, sign_in,
    step_up, write_message,
};

use printing::TestPrinter;

pub(crate) use printing::Printing;

pub(crate) const PASSWORD: &str = "ひとりずつ違う長い合言葉";
/// Stands in everything that is secret about a document.
pub(crate) const CANARY: &str = "canary7f3a91";
/// The sentences that recipients consent by.
pub(crate) const STATEMENT: ConsentStatement = ConsentStatement::newest(Language::Japanese);
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_wariin");

/// A PDF of two pages, each of which says the canary; so does a comment, in plain bytes.
fn pdf_with_canary() -> Vec<u8> {
    let content = format!("BT /F 12 Tf 20 50 Td ({CANARY}) Tj ET");
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 5 0 R\
                /Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>".to_owned(),
        page.to_owned(),
        page.to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    let mut pdf = format!("%PDF-1.7\n% {CANARY}\n").into_bytes();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let table = pdf.len();
    pdf.extend(b"xref\n0 6\n0000000000 65535 f \n");
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    pdf.extend(format!("trailer<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes());
    pdf
}

pub(crate) struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

impl TestClock {
    pub(crate) fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

/// A running service.
pub(crate) struct Service {
    pub(crate) app: Arc<App>,
    pub(crate) endpoint: BoxEndpoint<'static, Response>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) folder: TempDir,
}

/// A person with an account.
pub(crate) struct Person {
    pub(crate) email: String,
    authenticator: Option<Authenticator>,
}

impl Service {
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    pub(crate) async fn start_with(settings: &[(&str, &str)]) -> Self {
        Self::start_at(Timestamp::from_micros(1_795_000_000_000_000), settings).await
    }

    /// The same with a printer of input fields for tests.
    pub(crate) async fn start_printing(printing: Printing) -> Self {
        let printer = Arc::new(TestPrinter(printing));
        Self::start_connected(|ports| ports.printer = printer).await
    }

    /// The same with other ports.
    pub(crate) async fn start_connected(connect: impl FnOnce(&mut Ports)) -> Self {
        let Self { app: mut application, endpoint, clock, folder } = Self::start().await;
        drop(endpoint);
        connect(&mut Arc::get_mut(&mut application).unwrap().ports);
        let endpoint = app(&application).boxed();
        Self { app: application, endpoint, clock, folder }
    }

    /// The same, where a client may keep it waiting for the next byte of a body no longer than this.
    pub(crate) async fn start_still(still: Duration) -> Self {
        let Self { app: mut application, endpoint, clock, folder } = Self::start().await;
        drop(endpoint);
        Arc::get_mut(&mut application).unwrap().still = still;
        let endpoint = app(&application).boxed();
        Self { app: application, endpoint, clock, folder }
    }

    /// The same on a clock that begins then.
    pub(crate) async fn start_at(begin: Timestamp, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data").display().to_string();
        let settings = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let settings = settings.chain([("WARIIN_DATA_DIR".to_owned(), data)]);
        let settings = Settings::from_sources(None, settings).unwrap();
        let clock = Arc::new(TestClock(AtomicI64::new(begin.as_micros())));
        let application = App::start_with(settings, clock.clone(), PROGRAM.into()).await.unwrap();
        let endpoint = app(&application).boxed();
        Self { app: application, endpoint, clock, folder }
    }

    /// Ends the service, and starts it again on what is in its folder when `meanwhile` is done.
    pub(crate) async fn restart(self, meanwhile: impl FnOnce()) -> Self {
        let Self { app: application, endpoint, clock, folder } = self;
        let settings = application.settings.clone();
        drop((application, endpoint));
        meanwhile();
        let application = App::start_with(settings, clock.clone(), PROGRAM.into()).await.unwrap();
        let endpoint = app(&application).boxed();
        Self { app: application, endpoint, clock, folder }
    }

    /// Ends the service, and starts it again on what is in its folder with these settings.
    pub(crate) async fn restart_with(self, settings: &[(&str, &str)]) -> Self {
        let Self { app: application, endpoint, clock, folder } = self;
        drop((application, endpoint));
        let data = folder.path().join("data").display().to_string();
        let settings = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let settings = settings.chain([("WARIIN_DATA_DIR".to_owned(), data)]);
        let settings = Settings::from_sources(None, settings).unwrap();
        let application = App::start_with(settings, clock.clone(), PROGRAM.into()).await.unwrap();
        let endpoint = app(&application).boxed();
        Self { app: application, endpoint, clock, folder }
    }

    /// Ends the service, and starts it again on what is in its folder with this role, when `meanwhile` is done with that
    /// folder.
    pub(crate) async fn restart_as(self, role: NodeRole, meanwhile: impl FnOnce(&Path)) -> Self {
        let Self { app: application, endpoint, clock, folder } = self;
        // Only processes on PostgreSQL are told so by their settings.
        let mut settings = application.settings.clone();
        settings.role = role;
        drop((application, endpoint));
        meanwhile(&folder.path().join("data"));
        let application = App::start_with(settings, clock.clone(), PROGRAM.into()).await.unwrap();
        let endpoint = app(&application).boxed();
        Self { app: application, endpoint, clock, folder }
    }

    /// Another node of the service, on the same database, files and clock.
    pub(crate) async fn node(&self) -> BoxEndpoint<'static, Response> {
        let settings = self.app.settings.clone();
        let node = App::start_with(settings, self.clock.clone(), PROGRAM.into()).await.unwrap();
        app(&node).boxed()
    }

    /// Starts the same service once more; what it says when it does not.
    pub(crate) async fn start_again(&self) -> Result<(), String> {
        let settings = self.app.settings.clone();
        let again = App::start_with(settings, self.clock.clone(), PROGRAM.into()).await;
        again.map(|_| ()).map_err(|error| error.to_string())
    }

    pub(crate) fn ports(&self) -> &Ports {
        &self.app.ports
    }

    /// A person with an account and, when `strong`, an authenticator; the mailbox counts as proved.
    pub(crate) async fn person(&self, email: &str, strong: bool) -> Person {
        let command = CreateAccount {
            language: wariin_domain::Language::Japanese,
            organisation: OrganisationName::parse("組織").unwrap(),
            name: PersonName::parse("人").unwrap(),
            email: EmailAddress::parse(email).unwrap(),
            password: NewPassword::parse(PASSWORD).unwrap(),
        };
        let account = create_account(self.ports(), command).await.unwrap();
        let mut tx = self.ports().storage.begin().await.unwrap();
        let known = tx.accounts().find(account).await.unwrap().unwrap();
        let hash = tx.accounts().password(account).await.unwrap().unwrap();
        let now = self.clock.now();
        let proven = wariin_domain::Account { mailbox_proven_at: Some(now), ..known };
        tx.accounts().save_with_password(&proven, &hash, Events::none()).await.unwrap();
        tx.commit().await.unwrap();
        let person = Person { email: email.to_owned(), authenticator: None };
        if strong { self.enrolled(person, None).await } else { person }
    }

    /// The person with an authenticator, enrolled in a session that has proved the mailbox of this recipient where
    /// there is one.
    pub(crate) async fn enrolled(&self, person: Person, proved: Option<RecipientId>) -> Person {
        let cookie = self.by_password(&person).await;
        let key = self.ports().tokens.session_key(&cookie);
        if let Some(recipient) = proved {
            let mut tx = self.ports().storage.begin().await.unwrap();
            let mut session = tx.sessions().find(key).await.unwrap().unwrap();
            session.mailbox = Some(ProvenMailbox {
                recipient,
                address: EmailAddress::parse(&person.email).unwrap(),
                at: self.clock.now(),
            });
            tx.sessions().replace(key, &session, Events::none()).await.unwrap();
            tx.commit().await.unwrap();
        }
        let name = FactorName::parse("phone").unwrap();
        let enrolment = begin_enrolment(self.ports(), key.into(), name).await.unwrap();
        let authenticator = Authenticator::scan(&enrolment.uri).unwrap();
        let code = SecretInput(authenticator.code(self.clock.now()));
        confirm_enrolment(self.ports(), key.into(), code).await.unwrap();
        self.clock.advance(30);
        Person { authenticator: Some(authenticator), ..person }
    }

    /// The person's factor.
    pub(crate) async fn factor(&self, person: &Person) -> FactorId {
        let mut tx = self.ports().storage.begin().await.unwrap();
        let address = EmailAddress::parse(&person.email).unwrap();
        let account = tx.accounts().find_by_email(&address).await.unwrap().unwrap();
        tx.factors().active(account.id).await.unwrap().remove(0).factor.id
    }

    /// Another person in the organisation of this one, with this role and without an authenticator.
    pub(crate) async fn colleague(&self, email: &str, of: &Person, role: Role) -> Person {
        let person = self.person(email, false).await;
        let mut tx = self.ports().storage.begin().await.unwrap();
        let address = |person: &Person| EmailAddress::parse(&person.email).unwrap();
        let other = tx.accounts().find_by_email(&address(of)).await.unwrap().unwrap();
        let mut own = tx.accounts().find_by_email(&address(&person)).await.unwrap().unwrap();
        let organisation = other.membership.organisation().unwrap();
        own.membership = Membership::Member { organisation, role };
        tx.accounts().save(&own, Events::none()).await.unwrap();
        tx.commit().await.unwrap();
        person
    }

    /// A person with an authenticator who belongs to no organisation.
    pub(crate) async fn guest(&self, email: &str) -> Person {
        let person = self.person(email, true).await;
        let mut tx = self.ports().storage.begin().await.unwrap();
        let address = EmailAddress::parse(&person.email).unwrap();
        let mut own = tx.accounts().find_by_email(&address).await.unwrap().unwrap();
        own.membership = Membership::Guest;
        tx.accounts().save(&own, Events::none()).await.unwrap();
        tx.commit().await.unwrap();
        person
    }

    /// A new session by password.
    pub(crate) async fn by_password(&self, person: &Person) -> SessionCookie {
        let attempt = SignInAttempt {
            email: person.email.clone(),
            password: SecretInput(PASSWORD.to_owned()),
            client: Client::local(),
            session: None,
        };
        sign_in(self.ports(), attempt).await.unwrap().cookie
    }

    /// A new strong session.
    pub(crate) async fn strongly(&self, person: &Person) -> SessionCookie {
        let cookie = self.by_password(person).await;
        let key = self.ports().tokens.session_key(&cookie);
        let cookie =
            step_up(self.ports(), key.into(), SecretInput(self.code(person))).await.unwrap();
        self.clock.advance(30);
        cookie
    }

    /// The code that the person's authenticator shows now.
    pub(crate) fn code(&self, person: &Person) -> String {
        person.authenticator.as_ref().unwrap().code(self.clock.now())
    }

    /// A draft to `recipient`, with a canary in everything that is secret.
    pub(crate) async fn draft(&self, sender: &SessionCookie, recipient: &str) -> DocumentCommand {
        let session = self.ports().tokens.session_key(sender);
        let pdf = pdf_with_canary();
        let contents = DraftContents {
            details: Details {
                title: Title::parse(&format!("契約 {CANARY}")).unwrap(),
                attributes: Attributes::default(),
            },
            files: vec![Upload {
                name: FileName::sanitized(&format!("{CANARY}.pdf")),
                contents: Box::new(pdf),
            }],
            password: None,
        };
        let document =
            create_draft(self.ports(), session.into(), FormKey::none(), contents).await.unwrap();
        let on = DocumentCommand { document, principal: session.into() };
        self.add(on, recipient).await;
        let message = Message::parse(&format!("連絡 {CANARY}")).unwrap();
        write_message(self.ports(), on, Some(message)).await.unwrap();
        on
    }

    /// One more recipient.
    pub(crate) async fn add(&self, on: DocumentCommand, recipient: &str) {
        let details = RecipientInput {
            name: PersonName::parse("山田 太郎").unwrap(),
            email: EmailAddress::parse(recipient).unwrap(),
            organisation: None,
            language: Language::Japanese,
            idp: IdpConstraint::Any,
            access_code: AccessCodeChange::Keep,
            enrolment: EnrolmentRule::Any,
        };
        add_recipient(self.ports(), on, FormKey::none(), details).await.unwrap();
    }

    /// The draft, sent with the request.
    pub(crate) async fn sent(&self, sender: &SessionCookie, recipient: &str) -> Document {
        let on = self.draft(sender, recipient).await;
        self.send(on).await
    }

    /// The draft is sent with the request.
    pub(crate) async fn send(&self, on: DocumentCommand) -> Document {
        request_advanced_auth(self.ports(), on).await.unwrap();
        send_document(self.ports(), on).await.unwrap();
        work_until_idle(self.ports()).await.unwrap();
        self.document(on.document).await
    }

    pub(crate) async fn document(&self, id: DocumentId) -> Document {
        self.ports().views.document(id).await.unwrap().unwrap()
    }

    /// The secret part of the recipient's newest link.
    pub(crate) fn link(&self, recipient: RecipientId) -> String {
        self.ports().tokens.link(LinkClaim { recipient, generation: 1 })
    }

    pub(crate) async fn events(&self) -> u64 {
        self.ports().views.verify_audit().await.unwrap().events
    }

    /// Every mail that was sent, as it was sent.
    pub(crate) fn mails(&self) -> Vec<String> {
        let folder = self.folder.path().join("data/mail");
        let mails = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut mails: Vec<_> =
            mails.filter(|p| p.extension().is_some_and(|e| e == "eml")).collect();
        mails.sort();
        mails.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
    }
}
