//! Every route of the map, with every kind of caller, and a canary in the document.

use crate::browser::Browser;
use crate::fields::{VALUE, set, text_field};
use crate::service::{CANARY, Printing, Service};
use poem::http::{Method, StatusCode};
use wariin_app_http::{Access, Entry, FormBody, map};
use wariin_domain::{
    Assignee, Document, FieldId, FieldText, FieldValue, InputField, RecipientId, Role,
};
use wariin_usecases::{FillFields, OpenDocument, fill_fields, fill_own_fields, open_document};

/// Who asks, by the names of the security requirements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Principal {
    /// P0: a browser without a session and without the link.
    Anonymous,
    /// P1: a browser that followed the link.
    LinkOnly,
    /// P2: the right recipient by password only, in a session that awaits the code.
    RecipientByPassword,
    /// P3: the right recipient by two factors.
    Recipient,
    /// P4: another recipient of the same document, whose turn has not come, by two factors.
    LaterRecipient,
    /// P5: an account of another organisation, by two factors and with the link.
    Stranger,
    /// P6: a document manager of the sender's organisation, by password only.
    SendersManager,
    /// P7: a document manager of the recipient's organisation, by password only.
    RecipientsManager,
    /// The sender by password only, in a session that awaits the code.
    SenderByPassword,
    /// P8: the sender.
    Sender,
}

const ALL: [Principal; 10] = [
    Principal::Anonymous,
    Principal::LinkOnly,
    Principal::RecipientByPassword,
    Principal::Recipient,
    Principal::LaterRecipient,
    Principal::Stranger,
    Principal::SendersManager,
    Principal::RecipientsManager,
    Principal::SenderByPassword,
    Principal::Sender,
];

fn may_see(principal: Principal, entry: &Entry) -> bool {
    match principal {
        // O-47: the sender founded the organisation, and an admin sees how long its documents are kept.
        Principal::Sender => {
            matches!(entry.access, Access::Sender | Access::Member)
                || entry.path == "/settings/organisation/retention/documents/:document"
        }
        Principal::Recipient => {
            entry.access == Access::Recipient || entry.path == "/received-documents"
        }
        Principal::SendersManager | Principal::RecipientsManager => entry.access == Access::Manager,
        Principal::Anonymous
        | Principal::LinkOnly
        | Principal::RecipientByPassword
        | Principal::SenderByPassword
        | Principal::LaterRecipient
        | Principal::Stranger => false,
    }
}

/// A field of the sender's and one of Taro's.
fn fields(taro: RecipientId, _: RecipientId) -> Vec<InputField> {
    let of_taro = text_field("宛先の欄", Assignee::Recipient(taro), 15);
    vec![text_field("送信者の欄", Assignee::Sender, 5), of_taro]
}

fn text(text: &str) -> FieldValue {
    FieldValue::Text(FieldText::parse(text).unwrap())
}

/// The entry's path with the document's ids in it.
fn path(service: &Service, entry: &Entry, document: &Document) -> String {
    let recipient = document.recipients[0].id;
    let width = match entry.path {
        path if path.ends_with("/:page") => "?w=720",
        path if path.ends_with("/03/fields/new") => "?kind=text",
        path if path.ends_with("/:field") => "?w=640",
        _ => "",
    };
    let path = entry.path.to_owned() + width;
    path.replace(":page", "1")
        .replace(":field", &document.fields[0].id.to_string())
        .replace(":document", &document.id.to_string())
        .replace(":recipient", &recipient.to_string())
        .replace("/assets/:file", "/assets/style.css")
        .replace(":file", &document.files[0].id.to_string())
        .replace(":token", &service.link(recipient))
        .replace(":mail", &document.id.to_string())
        .replace(":connection", &document.id.to_string())
        .replace(":first", &document.id.to_string())
        .replace(":template", &document.id.to_string())
        .replace(":copy", &document.id.to_string())
        .replace(":member", &document.sender.to_string())
        .replace(":invitation", &document.id.to_string())
        .replace(":state", "off")
        .replace(":level/*path", "0/000")
        .replace(":colour", "8b0000.css")
        .replace(":domain", "example.com")
}

struct Stage {
    service: Service,
    document: Document,
    draft: Document,
    cookies: Vec<(Principal, Option<wariin_ports::SessionCookie>)>,
}

impl Stage {
    async fn set() -> Self {
        Box::pin(Self::made()).await
    }

    async fn made() -> Self {
        let service = Service::start_printing(Printing::Works).await;
        let sender = service.person("sender@example.jp", true).await;
        let taro = service.person("taro@example.com", true).await;
        let stranger = service.person("stranger@example.net", true).await;
        let hanako = service.person("hanako@example.com", true).await;
        let senders = service.colleague("manager@example.jp", &sender, Role::Manager).await;
        let recipients = service.colleague("manager@example.com", &taro, Role::Manager).await;
        let as_sender = service.strongly(&sender).await;
        let on = service.draft(&as_sender, "taro@example.com").await;
        service.add(on, "hanako@example.com").await;
        set(&service, on, fields).await;
        let own: FieldId = service.document(on.document).await.fields[0].id;
        fill_own_fields(service.ports(), on, vec![(own, Some(text(CANARY)))]).await.unwrap();
        let document = service.send(on).await;
        // Taro has passed the gate: his organisation's manager may look from now on.
        let as_taro = service.strongly(&taro).await;
        let session = Some(service.ports().tokens.session_key(&as_taro));
        let command = OpenDocument {
            principal: session.map(Into::into),
            recipient: document.recipients[0].id,
        };
        open_document(service.ports(), command).await.unwrap();
        // What Taro fills in stands from the consent on, which is not given.
        let filling = vec![(document.fields[1].id, Some(text(VALUE)))];
        let principal = command.principal.unwrap();
        let command = FillFields { principal, recipient: command.recipient, filling };
        fill_fields(service.ports(), command).await.unwrap();
        let document = service.document(document.id).await;
        let on = service.draft(&as_sender, "taro@example.com").await;
        service.add(on, "hanako@example.com").await;
        set(&service, on, fields).await;
        let draft = on.document;
        fill_own_fields(service.ports(), on, vec![(own, Some(text(CANARY)))]).await.unwrap();
        let draft = service.document(draft).await;
        let cookies = vec![
            (Principal::Anonymous, None),
            (Principal::LinkOnly, None),
            (Principal::RecipientByPassword, Some(service.by_password(&taro).await)),
            (Principal::Recipient, Some(as_taro)),
            (Principal::LaterRecipient, Some(service.strongly(&hanako).await)),
            (Principal::SendersManager, Some(service.by_password(&senders).await)),
            (Principal::RecipientsManager, Some(service.by_password(&recipients).await)),
            (Principal::Stranger, Some(service.strongly(&stranger).await)),
            (Principal::SenderByPassword, Some(service.by_password(&sender).await)),
            (Principal::Sender, Some(service.strongly(&sender).await)),
        ];
        Self { service, document, draft, cookies }
    }

    /// A new browser of this principal; all but the anonymous one have followed the link.
    async fn browser(&self, principal: Principal) -> Browser<'_> {
        let (_, cookie) = self.cookies.iter().find(|(p, _)| *p == principal).unwrap();
        let mut browser = match cookie {
            Some(cookie) => Browser::with_session(&self.service, cookie),
            None => Browser::new(&self.service),
        };
        if principal != Principal::Anonymous {
            let link = self.service.link(self.document.recipients[0].id);
            let followed = browser.get(&format!("/l/{link}")).await;
            assert_eq!(followed.status, StatusCode::SEE_OTHER);
        }
        browser
    }
}

// EN-03 T-001 T-036 T-065 T-066 T-067 LI-02 AU-01 AU-02 AU-04 PO-07 O-30 INV12
#[tokio::test]
async fn every_route_shows_the_canary_to_those_who_may_see_it_only() {
    let stage = Stage::set().await;
    let mut seen = Vec::new();
    for principal in ALL {
        let mut browser = stage.browser(principal).await;
        for entry in map().entries().filter(|entry| entry.method == Method::GET) {
            for document in [&stage.document, &stage.draft] {
                let path = path(&stage.service, entry, document);
                let page = browser.get(&path).await;
                assert_ne!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "{principal:?} {path}");
                // The canary stands in the pixels of the page's image too.
                let shows = entry.path.contains("/pages/:page")
                    && page.header("content-type").starts_with("image/");
                let tells = page.tells(CANARY) || shows;
                let link = stage.service.link(document.recipients[0].id);
                // A request with the link in it knows the link already; no other answer may show it.
                let learns = page.tells(&link) && !path.contains(&link);
                assert!(!learns, "EN-03: {principal:?} reads a working link on {path}");
                assert!(!tells || may_see(principal, entry), "{principal:?} sees {path}");
                if tells {
                    seen.push((principal, entry.path));
                }
            }
        }
    }
    for expected in [
        (Principal::Recipient, "/r/:recipient/document"),
        (Principal::Recipient, "/r/:recipient/files/:file"),
        (Principal::Recipient, "/r/:recipient/files/:file/pages/:page"),
        (Principal::Recipient, "/r/:recipient/files/:file/pages/:page/text"),
        (Principal::Recipient, "/r/:recipient/fields/:field"),
        (Principal::Recipient, "/r/:recipient/consent"),
        (Principal::Recipient, "/received-documents"),
        (Principal::Sender, "/documents/:document"),
        (Principal::Sender, "/documents/:document/files/:file"),
        (Principal::Sender, "/documents/:document/files/:file/pages/:page"),
        (Principal::Sender, "/documents/:document/files/:file/pages/:page/text"),
        (Principal::Sender, "/documents/:document/fields/:field"),
        (Principal::Sender, "/documents/:document/keeping"),
        (Principal::Sender, "/settings/organisation/retention/documents/:document"),
        (Principal::Sender, "/documents/:document/03"),
        (Principal::Sender, "/documents/:document/03/fields/new"),
        (Principal::Sender, "/documents/:document/03/fields/:field"),
        (Principal::Sender, "/documents/:document/04"),
        (Principal::Sender, "/documents"),
        (Principal::SendersManager, "/managed-documents"),
        (Principal::SendersManager, "/managed-documents/:document"),
        (Principal::SendersManager, "/managed-documents/:document/files/:file"),
        (Principal::SendersManager, "/managed-documents/:document/files/:file/pages/:page"),
        (Principal::SendersManager, "/managed-documents/:document/files/:file/pages/:page/text"),
        (Principal::SendersManager, "/managed-documents/:document/fields/:field"),
        (Principal::SendersManager, "/managed-documents/:document/keeping"),
        (Principal::SendersManager, "/managed-documents/export.csv"),
        (Principal::SendersManager, "/managed-documents/export.zip"),
        (Principal::RecipientsManager, "/managed-documents"),
        (Principal::RecipientsManager, "/managed-documents/:document"),
        (Principal::RecipientsManager, "/managed-documents/:document/files/:file"),
        (Principal::RecipientsManager, "/managed-documents/:document/files/:file/pages/:page"),
        (Principal::RecipientsManager, "/managed-documents/:document/files/:file/pages/:page/text"),
        (Principal::RecipientsManager, "/managed-documents/:document/fields/:field"),
        (Principal::RecipientsManager, "/managed-documents/export.zip"),
    ] {
        assert!(seen.contains(&expected), "{expected:?} must be shown, or the test shows nothing");
    }
}

// O-33 AU-01
#[tokio::test]
async fn a_value_before_the_consent_is_shown_to_the_recipient_who_filled_it_in_alone() {
    let stage = Stage::set().await;
    let field = stage.document.fields[1].id.to_string();
    let mut seen = Vec::new();
    for principal in ALL {
        let mut browser = stage.browser(principal).await;
        for entry in map().entries().filter(|entry| entry.method == Method::GET) {
            let own = path(&stage.service, entry, &stage.document);
            let path = own.replace(&stage.document.fields[0].id.to_string(), &field);
            let page = browser.get(&path).await;
            if page.tells(VALUE) {
                assert_eq!(principal, Principal::Recipient, "{path}");
                seen.push(entry.path);
            }
        }
    }
    assert_eq!(seen, ["/r/:recipient/document", "/r/:recipient/fields/:field"]);
    let mails = stage.service.mails();
    assert!(mails.iter().all(|mail| !mail.contains(VALUE)));
}

// O-41 AU-01
#[tokio::test]
async fn a_guest_reaches_no_page_of_senders_managers_and_admins_and_changes_nothing_there() {
    let stage = Stage::set().await;
    let guest = stage.service.guest("guest@example.org").await;
    let cookie = stage.service.strongly(&guest).await;
    let mut tried = 0;
    for entry in map().entries() {
        match entry.access {
            Access::Member | Access::Sender | Access::Manager | Access::Admin => {}
            Access::Public
            | Access::SignedIn
            | Access::AwaitsCode
            | Access::LinkHolder
            | Access::Recipient
            | Access::Machine
            | Access::Visitor
            | Access::Program
            | Access::Developer => continue,
        }
        let mut browser = Browser::with_session(&stage.service, &cookie);
        let path = path(&stage.service, entry, &stage.document);
        let page = if entry.method == Method::GET {
            browser.get(&path).await
        } else {
            browser.post(&path, &[("action", "send"), ("name", "x")]).await
        };
        // A route for uploads takes other forms only.
        let is_other_form = page.status == StatusCode::UNSUPPORTED_MEDIA_TYPE;
        assert!(page.status == StatusCode::FORBIDDEN || is_other_form, "{path} {}", page.status);
        assert!(!page.tells(CANARY), "{path}");
        tried += 1;
    }
    assert!(tried > 80, "only {tried} routes were tried");
    let mut browser = Browser::with_session(&stage.service, &cookie);
    let page = browser.get("/documents/new").await.text();
    assert!(page.contains("data-error=\"guest\"") && page.contains("招待を依頼"));
    assert_eq!(stage.service.document(stage.document.id).await, stage.document);
    assert_eq!(stage.service.document(stage.draft.id).await, stage.draft);
}

// AU-01 AU-03 EN-01 PO-07
#[tokio::test]
async fn no_post_of_one_who_may_not_changes_a_document_or_shows_it() {
    let stage = Stage::set().await;
    let mass_assignment = [
        ("action", "send"),
        ("status", "concluded"),
        ("advanced_auth", "not_requested"),
        ("code", "123456"),
        ("reason", "x"),
        ("name", "x"),
        ("email", "x@example.com"),
        ("password", "ひとりずつ違う長い合言葉"),
        ("shown", &stage.document.content_digest().to_string()),
        ("statement", "1/ja"),
        ("f", &stage.document.fields[1].id.to_string()),
        (&format!("v-{}", stage.document.fields[1].id), "x"),
    ];
    for principal in [
        Principal::Anonymous,
        Principal::LinkOnly,
        Principal::RecipientByPassword,
        Principal::LaterRecipient,
        Principal::Stranger,
        Principal::SendersManager,
        Principal::RecipientsManager,
        Principal::SenderByPassword,
        Principal::Recipient,
    ] {
        for entry in map().entries().filter(|entry| entry.method == Method::POST) {
            let is_own = entry.access == Access::Recipient || entry.access == Access::LinkHolder;
            let ends_session = entry.path == "/sign-out" || entry.path.contains("security");
            // O-47: a document manager may hold what the organisation sent.
            let may_hold = principal == Principal::SendersManager
                && entry.path == "/managed-documents/:document/keeping/hold";
            if (principal == Principal::Recipient && is_own) || ends_session || may_hold {
                continue;
            }
            for document in [&stage.document, &stage.draft] {
                let mut browser = stage.browser(principal).await;
                let path = path(&stage.service, entry, document);
                let page = if entry.body == FormBody::Upload {
                    browser.upload(&path, &mass_assignment).await
                } else {
                    browser.post(&path, &mass_assignment).await
                };
                assert!(!page.tells(CANARY), "{principal:?} {path}");
                assert_ne!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "{principal:?} {path}");
                let after = stage.service.document(document.id).await;
                assert_eq!(after, *document, "{principal:?} changed a document by {path}");
                if entry.access == Access::Sender {
                    let is_refused = page.status == StatusCode::NOT_FOUND
                        || page.header("location").starts_with("/sign-in");
                    assert!(is_refused, "{principal:?} {path}: {}", page.status);
                }
            }
        }
    }
}

// AU-01 RP-10
#[tokio::test]
async fn every_page_for_accounts_leads_a_browser_without_one_to_signing_in_and_back() {
    let stage = Stage::set().await;
    for entry in map().entries().filter(|entry| entry.method == Method::GET) {
        let mut browser = Browser::new(&stage.service);
        let page = browser.get(&path(&stage.service, entry, &stage.document)).await;
        match entry.access {
            Access::AwaitsCode
            | Access::SignedIn
            | Access::Member
            | Access::Admin
            | Access::Manager
            | Access::Sender => {
                let location = page.header("location");
                assert!(location.starts_with("/sign-in?next="), "{}: {location}", entry.path);
            }
            Access::LinkHolder => {
                assert_eq!(page.header("wariin-error"), "link_required", "{}", entry.path);
            }
            Access::Public
            | Access::Visitor
            | Access::Program
            | Access::Machine
            | Access::Recipient
            | Access::Developer => {}
        }
    }
}

// SF-07 AU-01
#[tokio::test]
async fn a_session_that_awaits_a_code_is_led_to_the_code_and_to_nothing_else() {
    let stage = Stage::set().await;
    for principal in [Principal::SenderByPassword, Principal::RecipientByPassword] {
        let cookie = stage.cookies.iter().find(|(p, _)| *p == principal);
        let cookie = cookie.and_then(|(_, cookie)| cookie.as_ref()).unwrap();
        for entry in map().entries() {
            let is_for_accounts = matches!(
                entry.access,
                Access::SignedIn
                    | Access::Member
                    | Access::Admin
                    | Access::Manager
                    | Access::Sender
            );
            if !is_for_accounts && entry.path != "/sign-in" {
                continue;
            }
            let mut browser = Browser::with_session(&stage.service, cookie);
            let path = path(&stage.service, entry, &stage.document);
            let page = match entry.method {
                Method::GET => browser.get(&path).await,
                _ if entry.path == "/sign-in" || entry.body == FormBody::Upload => continue,
                _ => browser.post(&path, &[]).await,
            };
            let location = page.header("location");
            assert!(
                location.starts_with("/sign-in/code?next="),
                "{principal:?} {path}: {location}"
            );
        }
        let mut browser = Browser::with_session(&stage.service, cookie);
        for way_on in ["/sign-in/code", "/sign-in/backup-code"] {
            assert_eq!(browser.get(way_on).await.status, StatusCode::OK, "{way_on}");
        }
        browser.post("/sign-out", &[]).await;
        assert!(browser.get("/documents").await.header("location").starts_with("/sign-in?next="));
    }
}

// MA-02 T-036
#[tokio::test]
async fn no_mail_about_a_gated_document_holds_the_canary() {
    let stage = Stage::set().await;
    let mails = stage.service.mails();
    assert!(!mails.is_empty());
    for mail in mails {
        assert!(!mail.contains(CANARY));
    }
}

// WE-06
#[tokio::test]
async fn every_answer_carries_the_headers() {
    let stage = Stage::set().await;
    let mut browser = stage.browser(Principal::Recipient).await;
    let entries = map();
    let paths = entries.entries().map(|e| path(&stage.service, e, &stage.document));
    for path in paths.chain(["/nowhere".to_owned(), "/r/not-a-uuid".to_owned()]) {
        let page = browser.get(&path).await;
        let policy = page.header("content-security-policy").to_owned();
        assert!(policy.contains("default-src 'none'"), "{path}");
        assert!(policy.contains("frame-ancestors"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(page.header("cross-origin-opener-policy"), "same-origin", "{path}");
        // A style sheet of an accent colour follows from its address alone.
        if !path.starts_with("/assets") && !path.starts_with("/accent") {
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
        }
    }
}
