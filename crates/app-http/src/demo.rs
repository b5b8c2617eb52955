//! `wariin demo`: a contract from draft to seal, without a browser, in a folder of its own.

use crate::config::Settings;
use crate::speech::Speech;
use crate::wiring::{App, StartError};
use crate::wording;
use crate::worker::work_until_idle;
use mail_parser::MessageParser;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use wariin_adapters::{Authenticator, SystemClock};
use wariin_domain::{
    Attributes, Details, DocumentError, DocumentId, EmailAddress, FileName, GateRefusal, Language,
    NewPassword, OrganisationName, PersonName, RecipientId, SessionKey, Timestamp, Title,
};
use wariin_ports::{Clock, SessionCookie};
use wariin_usecases::{
    Addressee, CodeChange, CreateAccount, DraftContents, Error, GiveConsent, OnDraft, OpenDocument,
    Ports, Register, SignInAttempt, TypedCode, Upload, Way, add_recipient, ask_for_mailbox_code,
    begin_enrolment, confirm_enrolment, consent, create_draft, open_document, prove_mailbox,
    read_link, register, request_advanced_auth, send_document, set_up, sign_in,
};

const CONTRACT: &[u8] = include_bytes!("../../../docs/examples/contract.pdf");
const PASSWORD: &str = "ひとりずつ違う長い合言葉";

/// Plays the story and says where the sealed PDF is.
///
/// # Errors
/// [`StartError`] when a step does not come out as it must.
pub(crate) async fn play() -> Result<(), StartError> {
    let folder = tempfile::Builder::new().prefix("wariin-demo-").tempdir()?.keep();
    let data = folder.join("data").display().to_string();
    let settings = Settings::from_sources(None, [("WARIIN_DATA_DIR".to_owned(), data)])?;
    let clock = Arc::new(DemoClock::default());
    let app = App::start_with(settings, clock.clone(), std::env::current_exe()?).await?;
    Story { app, clock, folder, step: 0 }.play().await
}

/// The system's clock, moved ahead when the story waits for the next code.
#[derive(Default)]
struct DemoClock {
    ahead: AtomicI64,
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        let ahead = self.ahead.load(Ordering::SeqCst);
        Timestamp::from_micros(SystemClock.now().as_micros() + ahead)
    }
}

impl DemoClock {
    /// A code works once: the next one comes with the next 30 seconds.
    fn next_code(&self) {
        self.ahead.fetch_add(30_000_000, Ordering::SeqCst);
    }
}

struct Story {
    app: Arc<App>,
    clock: Arc<DemoClock>,
    folder: PathBuf,
    step: u32,
}

impl Story {
    fn ports(&self) -> &Ports {
        &self.app.ports
    }

    fn key(&self, cookie: &SessionCookie) -> SessionKey {
        self.ports().tokens.session_key(cookie)
    }

    fn say(&mut self, text: &str) {
        self.step += 1;
        println!("{:>2}. {text}", self.step);
    }

    async fn play(mut self) -> Result<(), StartError> {
        let session = self.sender().await?;
        let document = self.draft(session).await?;
        let on = OnDraft { document, session };
        request_advanced_auth(self.ports(), on).await?;
        self.say("高度な認証リクエストを設定しました（送信者は2要素認証でログイン済み）");
        send_document(self.ports(), on).await?;
        work_until_idle(self.ports()).await?;
        self.say("送信しました。1人目にだけメールが届きます");

        for (email, name) in
            [("taro@example.com", "山田 太郎"), ("hanako@example.com", "鈴木 花子")]
        {
            self.recipient(email, name).await?;
        }
        self.sealed(document).await
    }

    async fn sender(&mut self) -> Result<SessionKey, StartError> {
        let email = EmailAddress::parse("sato@warijirushi.example")?;
        let command = CreateAccount {
            organisation: OrganisationName::parse("割印商事株式会社")?,
            name: PersonName::parse("佐藤 一郎")?,
            email: email.clone(),
            password: NewPassword::parse(PASSWORD)?,
            language: Language::Japanese,
        };
        set_up(self.ports(), command).await?;
        self.say("組織「割印商事株式会社」と送信者 佐藤 一郎 のアカウントを作成しました");
        let attempt = SignInAttempt {
            email: email.as_str().to_owned(),
            password: TypedCode(PASSWORD.to_owned()),
            session: None,
        };
        let signed_in = sign_in(self.ports(), attempt).await?;
        let session = self.enrol(self.key(&signed_in.cookie)).await?;
        self.say("送信者が2要素認証（TOTP）を設定しました");
        Ok(session)
    }

    /// Enrols an authenticator; the session is strong afterwards.
    async fn enrol(&mut self, session: SessionKey) -> Result<SessionKey, StartError> {
        let enrolment = begin_enrolment(self.ports(), session).await?;
        let authenticator = Authenticator::scan(&enrolment.uri)?;
        let code = TypedCode(authenticator.code(self.clock.now()));
        let (cookie, _) = confirm_enrolment(self.ports(), session, code).await?;
        self.clock.next_code();
        Ok(self.key(&cookie))
    }

    async fn draft(&mut self, session: SessionKey) -> Result<DocumentId, StartError> {
        let contents = DraftContents {
            details: Details {
                title: Title::parse("業務委託契約書")?,
                attributes: Attributes::default(),
            },
            files: vec![Upload {
                name: FileName::tamed("業務委託契約書.pdf"),
                bytes: CONTRACT.to_vec(),
            }],
        };
        let document = create_draft(self.ports(), session, contents).await?;
        for (name, email) in
            [("山田 太郎", "taro@example.com"), ("鈴木 花子", "hanako@example.com")]
        {
            let details = Addressee {
                name: PersonName::parse(name)?,
                email: EmailAddress::parse(email)?,
                organisation: None,
                language: Language::Japanese,
                way: Way::Any,
                code: CodeChange::Keep,
            };
            add_recipient(self.ports(), OnDraft { document, session }, details).await?;
        }
        self.say("下書きを作成しました：業務委託契約書.pdf、宛先2名");
        Ok(document)
    }

    async fn recipient(&mut self, email: &str, name: &str) -> Result<(), StartError> {
        let token = self.mailed(email, "/l/")?;
        let (link, document) = read_link(self.ports(), &token).await?;
        let recipient = link.recipient;
        self.refused(recipient, None, name).await?;

        let asked = ask_for_mailbox_code(self.ports(), link, None).await?;
        work_until_idle(self.ports()).await?;
        let cookie = asked.cookie.ok_or("no session was begun")?;
        let code = TypedCode(self.mailed(email, "  ")?);
        let cookie = prove_mailbox(self.ports(), self.key(&cookie), recipient, code).await?;
        let command = Register {
            session: self.key(&cookie),
            recipient,
            name: PersonName::parse(name)?,
            password: NewPassword::parse(PASSWORD)?,
        };
        let cookie = register(self.ports(), command).await?;
        self.say(&format!("{name} が確認コードでメールアドレスを確認し、アカウントを作成しました"));
        self.refused(recipient, Some(self.key(&cookie)), name).await?;

        let session = self.enrol(self.key(&cookie)).await?;
        let command = OpenDocument { session: Some(session), recipient };
        let opened = open_document(self.ports(), command).await?;
        let method = wording::method(&Speech::default(), opened.admission.assurance().name());
        self.say(&format!("{name} が2要素認証を設定し、書類を開きました（{method}）"));
        let shown = document.file_digests();
        consent(self.ports(), GiveConsent { session, recipient, shown, code: None }).await?;
        work_until_idle(self.ports()).await?;
        self.say(&format!("{name} が同意しました"));
        Ok(())
    }

    /// The gate must refuse what is not enough.
    async fn refused(
        &mut self,
        recipient: RecipientId,
        session: Option<SessionKey>,
        name: &str,
    ) -> Result<(), StartError> {
        let with =
            if session.is_some() { "パスワードだけ" } else { "メールのリンクだけ" };
        match open_document(self.ports(), OpenDocument { session, recipient }).await {
            Err(Error::Document(DocumentError::Gate(
                GateRefusal::SignIn | GateRefusal::SecondFactor,
            ))) => {
                self.say(&format!("{name}：{with}では書類は開けません（拒否されました）"));
                Ok(())
            }
            Err(error) => Err(error.into()),
            Ok(_) => Err("the gate let somebody in who had proved too little".into()),
        }
    }

    /// What follows `mark` in the newest mail to this address.
    fn mailed(&self, email: &str, mark: &str) -> Result<String, StartError> {
        let folder = self.app.settings.data_dir.join("mail");
        let mut mails: Vec<_> =
            std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        mails.sort();
        for path in mails.iter().rev() {
            let raw = std::fs::read(path)?;
            let mail = MessageParser::default().parse(&raw).ok_or("a mail cannot be read")?;
            let to = mail.to().and_then(|to| to.first()?.address());
            let body = mail.body_text(0).unwrap_or_default();
            if to == Some(email)
                && let Some((_, rest)) = body.split_once(mark)
            {
                return Ok(rest.split_whitespace().next().unwrap_or_default().to_owned());
            }
        }
        Err(format!("no mail to {email} came").into())
    }

    async fn sealed(&mut self, id: DocumentId) -> Result<(), StartError> {
        let document = self.ports().views.document(id).await?.ok_or("the document is gone")?;
        let file = document.files.first().ok_or("the file is gone")?;
        let digest = file.sealed.ok_or("the document was not sealed")?.digest;
        let pdf = self.ports().files.get(digest).await?;
        let path = self.folder.join("業務委託契約書_締結済.pdf");
        std::fs::write(&path, pdf)?;
        let certificate = self.folder.join("seal-certificate.pem");
        std::fs::write(&certificate, &self.app.seal_certificate)?;
        self.say("全員の同意がそろい、PDFに電子署名（PAdES B-B）を付与しました：締結済");
        let report = self.ports().views.verify_audit().await?;
        if !report.problems.is_empty() {
            return Err("the audit chain is broken".into());
        }
        self.say(&format!("監査ログ {} 件の連鎖を検証しました：問題なし", report.events));
        println!("\n締結済みPDF： {}", path.display());
        println!("署名の証明書： {}", certificate.display());
        Ok(())
    }
}
