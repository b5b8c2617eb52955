//! `wariin demo`: a contract from draft to seal, without a browser, in a folder of its own.

use crate::config::Settings;
use crate::i18n::Locale;
use crate::i18n::labels;
use crate::wiring::{App, StartError};
use crate::worker::work_until_idle;
use mail_parser::MessageParser;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use wariin_adapters::{
    Authenticator, EvidenceAnchors, EvidenceOutcome, SystemClock, check_evidence,
    trusted_certificates,
};
use wariin_domain::{
    Attributes, Client, ConsentStatement, Details, DocumentError, DocumentId, EmailAddress,
    EnrolmentRule, FactorName, FileName, GateRefusal, Language, NewPassword, OrganisationName,
    PersonName, RecipientId, Registration, Timestamp, Title,
};
use wariin_ports::{Clock, SessionCookie};
use wariin_usecases::{
    AccessCodeChange, CreateAccount, DocumentCommand, DraftContents, Error, FormKey, GiveConsent,
    IdpConstraint, OpenDocument, PageOf, PageWidth, Ports, Principal, RecipientInput, Register,
    SecretInput, SignInAttempt, Upload, add_recipient, ask_for_mailbox_code, begin_enrolment,
    confirm_enrolment, consent, create_draft, evidence_as_sender, open_document, own_certificate,
    own_document, prove_mailbox, read_file, read_link, recipient_page, register,
    request_advanced_auth, resolve_session, send_document, set_up, sign_in, verify_audit,
};

const CONTRACT: &[u8] = include_bytes!("../../../docs/examples/contract.pdf");
const PASSWORD: &str = "ひとりずつ違う長い合言葉";

/// Runs the story and prints where the sealed PDF is.
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

    fn principal(&self, cookie: &SessionCookie) -> Principal {
        self.ports().tokens.session_key(cookie).into()
    }

    fn say(&mut self, text: &str) {
        self.step += 1;
        println!("{:>2}. {text}", self.step);
    }

    async fn play(mut self) -> Result<(), StartError> {
        let sender = self.sender().await?;
        let principal = self.principal(&sender);
        let document = self.draft(principal).await?;
        let on = DocumentCommand { document, principal };
        request_advanced_auth(self.ports(), on).await?;
        self.say("高度な認証リクエストを設定しました（送信者は2要素認証でログイン済み）");
        send_document(self.ports(), on).await?;
        work_until_idle(self.ports()).await?;
        self.say("送信しました。1人目にだけメールが届きます");

        for (email, name) in
            [("taro@example.com", "山田 太郎"), ("hanako@example.com", "鈴木 花子")]
        {
            Box::pin(self.recipient(email, name)).await?;
        }
        self.sealed(&sender, document).await
    }

    /// The sender's session, strongly signed in.
    async fn sender(&mut self) -> Result<SessionCookie, StartError> {
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
            password: SecretInput(PASSWORD.to_owned()),
            client: Client::local(),
            session: None,
        };
        let signed_in = sign_in(self.ports(), attempt).await?;
        let cookie = self.enrol(self.principal(&signed_in.cookie)).await?;
        self.say("送信者が2要素認証（TOTP）を設定しました");
        Ok(cookie)
    }

    /// Enrols an authenticator; the session is strong afterwards.
    async fn enrol(&mut self, principal: Principal) -> Result<SessionCookie, StartError> {
        let enrolment =
            begin_enrolment(self.ports(), principal, FactorName::parse("認証アプリ")?).await?;
        let authenticator = Authenticator::scan(&enrolment.uri)?;
        let code = SecretInput(authenticator.code(self.clock.now()));
        let confirmed = confirm_enrolment(self.ports(), principal, code).await?;
        self.clock.next_code();
        Ok(confirmed.cookie)
    }

    async fn draft(&mut self, principal: Principal) -> Result<DocumentId, StartError> {
        let contents = DraftContents {
            details: Details {
                title: Title::parse("業務委託契約書")?,
                attributes: Attributes::default(),
            },
            files: vec![Upload {
                name: FileName::sanitized("業務委託契約書.pdf"),
                contents: Box::new(CONTRACT.to_vec()),
            }],
            password: None,
        };
        let document = create_draft(self.ports(), principal, FormKey::none(), contents).await?;
        for (name, email) in
            [("山田 太郎", "taro@example.com"), ("鈴木 花子", "hanako@example.com")]
        {
            let details = RecipientInput {
                name: PersonName::parse(name)?,
                email: EmailAddress::parse(email)?,
                organisation: None,
                language: Language::Japanese,
                idp: IdpConstraint::Any,
                access_code: AccessCodeChange::Keep,
                enrolment: EnrolmentRule::Any,
            };
            add_recipient(
                self.ports(),
                DocumentCommand { document, principal },
                FormKey::none(),
                details,
            )
            .await?;
        }
        self.say("下書きを作成しました：業務委託契約書.pdf、宛先2名");
        Ok(document)
    }

    async fn recipient(&mut self, email: &str, name: &str) -> Result<(), StartError> {
        let token = self.mailed(email, "/l/")?;
        let (link, document) = read_link(self.ports(), &token).await?;
        let recipient = link.recipient;
        self.refused(recipient, None, name).await?;

        let asked = ask_for_mailbox_code(self.ports(), link, Client::local(), None).await?;
        work_until_idle(self.ports()).await?;
        let cookie = asked.cookie.ok_or("no session was begun")?;
        let code = SecretInput(self.mailed(email, "  ")?);
        let (principal, typed) = (self.principal(&cookie), (recipient, code));
        let cookie = prove_mailbox(self.ports(), principal, Client::local(), typed).await?;
        let command = Register {
            principal: self.principal(&cookie),
            recipient,
            name: PersonName::parse(name)?,
            password: NewPassword::parse(PASSWORD)?,
            registration: Registration::default(),
        };
        let cookie = register(self.ports(), command).await?;
        self.say(&format!("{name} が確認コードでメールアドレスを確認し、アカウントを作成しました"));
        self.refused(recipient, Some(self.principal(&cookie)), name).await?;

        let cookie = self.enrol(self.principal(&cookie)).await?;
        let principal = self.principal(&cookie);
        let command = OpenDocument { principal: Some(principal), recipient };
        let opened = open_document(self.ports(), command).await?;
        let method = labels::method(&Locale::default(), opened.admission.assurance().name());
        self.say(&format!("{name} が2要素認証を設定し、書類を開きました（{method}）"));
        for file in &opened.document.files {
            for number in 1..=file.pages {
                let page = PageOf { file: file.id, number };
                recipient_page(self.ports(), command, page, PageWidth::Phone).await?;
            }
        }
        self.say(&format!("{name} に書類の全ページを表示しました"));
        let shown = document.content_digest();
        let statement = ConsentStatement::newest(Language::Japanese);
        consent(
            self.ports(),
            GiveConsent { turn: None, principal, recipient, shown, statement, code: None },
        )
        .await?;
        work_until_idle(self.ports()).await?;
        self.say(&format!("{name} が同意しました"));
        Ok(())
    }

    /// The gate must refuse what is not enough.
    async fn refused(
        &mut self,
        recipient: RecipientId,
        principal: Option<Principal>,
        name: &str,
    ) -> Result<(), StartError> {
        let with = if principal.is_some() {
            "パスワードだけ"
        } else {
            "メールのリンクだけ"
        };
        match open_document(self.ports(), OpenDocument { principal, recipient }).await {
            Err(Error::Document(DocumentError::Gate(
                GateRefusal::SignIn | GateRefusal::SecondFactor,
            ))) => {
                self.say(&format!("{name}：{with}では書類は開けません（拒否されました）"));
                Ok(())
            }
            Err(error) => Err(error.into()),
            Ok(_) => Err("the gate opened for a person who had proved too little".into()),
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

    async fn sealed(&mut self, sender: &SessionCookie, id: DocumentId) -> Result<(), StartError> {
        let caller = resolve_session(self.ports(), sender).await?;
        let document = own_document(self.ports(), caller.as_ref(), id).await?;
        let file = document.files.first().ok_or("the file is gone")?;
        file.sealed.ok_or("the document was not sealed")?;
        let (_, pdf) = read_file(self.ports(), &document, file.id).await?;
        let path = self.folder.join("業務委託契約書_締結済.pdf");
        std::fs::write(&path, pdf)?;
        let certificate = self.folder.join("seal-certificate.pem");
        std::fs::write(&certificate, &self.app.seal_certificate)?;
        self.say("全員の同意がそろい、PDFに電子署名（PAdES B-B）を付与しました：締結済");
        let report = verify_audit(self.ports(), Principal::Operator).await?;
        if !report.problems.is_empty() {
            return Err("the audit log is broken".into());
        }
        self.say(&format!("監査ログ {} 件を検証しました：問題なし", report.events));
        let agreement = self.folder.join("合意締結証明書.pdf");
        let bytes = Box::pin(own_certificate(self.ports(), caller.as_ref(), id)).await?;
        std::fs::write(&agreement, bytes)?;
        let pack = self.folder.join("証跡パッケージ.zip");
        let mut packed = evidence_as_sender(self.ports(), caller.as_ref(), id).await?;
        std::io::copy(&mut packed, &mut std::fs::File::create_new(&pack)?)?;
        let roots = trusted_certificates(&self.app.seal_certificate)?;
        let key = Some(self.ports().log.verifier_key());
        let anchors = EvidenceAnchors { key, roots, witnesses: Vec::new() };
        let check = check_evidence(&std::fs::read(&pack)?, &anchors, self.clock.now());
        if check.outcome != EvidenceOutcome::Good {
            return Err(check.text(Language::Japanese).into());
        }
        self.say("証跡パッケージを作成し、検証しました：");
        print!("{}", check.text(Language::Japanese));
        println!("\n締結済みPDF： {}", path.display());
        println!("合意締結証明書： {}", agreement.display());
        println!("証跡パッケージ： {}", pack.display());
        println!("署名の証明書： {}", certificate.display());
        Ok(())
    }
}
