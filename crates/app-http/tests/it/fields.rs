//! Input fields, as they look in HTTP: what is saved, what comes back, and who reads what.

mod consent;
mod gate;
mod kinds;

use crate::browser::{Browser, Page};
use crate::service::{Person, Printing, Service};
use poem::http::StatusCode;
use wariin_domain::{
    Assignee, Document, FieldArea, FieldDefinition, FieldId, FieldKind, FieldLabel, FileId,
    FontSize, InputField, Length, RecipientId, TextLines, TextPattern, TextRule, Uuid,
};
use wariin_ports::SessionCookie;
use wariin_usecases::{DocumentCommand, OpenDocument, open_document, set_fields};

/// Stands in what a recipient fills in.
pub(crate) const VALUE: &str = "canaryvalue5512";

/// A service, the document that Taro has opened behind the gate, and Taro's session.
struct Desk {
    service: Service,
    taro: Person,
    as_sender: SessionCookie,
    as_taro: SessionCookie,
    document: Document,
}

impl Desk {
    async fn set(fields: fn(RecipientId, RecipientId) -> Vec<InputField>) -> Self {
        Box::pin(Self::set_with(Printing::Works, fields)).await
    }

    async fn set_with(
        printing: Printing,
        fields: fn(RecipientId, RecipientId) -> Vec<InputField>,
    ) -> Self {
        let service = Service::start_printing(printing).await;
        let sender = service.person("sender@example.jp", true).await;
        let taro = service.person("taro@example.com", true).await;
        let as_sender = service.strongly(&sender).await;
        let on = service.draft(&as_sender, "taro@example.com").await;
        service.add(on, "hanako@example.com").await;
        set(&service, on, fields).await;
        let document = service.send(on).await;
        let as_taro = service.strongly(&taro).await;
        open(&service, &as_taro, document.recipients[0].id).await;
        let document = service.document(document.id).await;
        Self { service, taro, as_sender, as_taro, document }
    }

    fn taro(&self) -> RecipientId {
        self.document.recipients[0].id
    }

    fn id(&self, label: &str) -> FieldId {
        let labelled = |field: &&InputField| {
            field.definition.label.as_ref().is_some_and(|own| own.as_str() == label)
        };
        self.document.fields.iter().find(labelled).unwrap().id
    }

    async fn now(&self) -> Document {
        self.service.document(self.document.id).await
    }

    /// Taro's browser.
    fn browser(&self) -> Browser<'_> {
        Browser::with_session(&self.service, &self.as_taro)
    }

    fn form_at(&self) -> String {
        format!("/r/{}/fields", self.taro())
    }

    /// Taro sends the form with this typed into the field.
    async fn fill(&self, field: FieldId, typed: &str) -> Page {
        let (id, name) = (field.to_string(), format!("v-{field}"));
        self.browser().post(&self.form_at(), &[("f", &id), (&name, typed)]).await
    }
}

async fn open(service: &Service, cookie: &SessionCookie, recipient: RecipientId) {
    let session = Some(service.ports().tokens.session_key(cookie));
    let command = OpenDocument { principal: session.map(Into::into), recipient };
    open_document(service.ports(), command).await.unwrap();
}

pub(crate) async fn set(
    service: &Service,
    on: DocumentCommand,
    fields: fn(RecipientId, RecipientId) -> Vec<InputField>,
) {
    let draft = service.document(on.document).await;
    let file = draft.files[0].id;
    let fields = fields(draft.recipients[0].id, draft.recipients[1].id);
    let fields = fields.into_iter().map(|field| InputField { file, ..field }).collect();
    set_fields(service.ports(), on, fields).await.unwrap();
}

/// A required field on the first page, which is 70 by 35 mm.
fn field(label: &str, assignee: Assignee, kind: FieldKind, top: u32) -> InputField {
    let area = FieldArea {
        left: Length::mm(5),
        top: Length::mm(top),
        width: Length::mm(40),
        height: Length::mm(4),
    };
    let label = Some(FieldLabel::parse(label).unwrap());
    let definition = FieldDefinition { page: 1, area, is_required: true, label, kind };
    let id = Uuid::from_u128(700 + u128::from(top)).into();
    InputField { id, file: FileId::from(Uuid::nil()), assignee, definition, value: None }
}

/// A text of one line.
pub(crate) fn text_field(label: &str, assignee: Assignee, top: u32) -> InputField {
    let rule = TextRule {
        size: FontSize::default(),
        lines: TextLines::One,
        limit: 100,
        pattern: TextPattern::Any,
        placeholder: None,
    };
    field(label, assignee, FieldKind::Text(rule), top)
}

/// Two texts of Taro's, one of which may stay empty, and one of Hanako's.
fn three(taro: RecipientId, hanako: RecipientId) -> Vec<InputField> {
    let (taro, hanako) = (Assignee::Recipient(taro), Assignee::Recipient(hanako));
    let mut optional = text_field("乙", taro, 10);
    optional.definition.is_required = false;
    vec![text_field("甲", taro, 5), optional, text_field("丙", hanako, 15)]
}

// O-33
#[tokio::test]
async fn what_a_recipient_fills_in_is_saved_and_comes_back_in_the_form_and_as_an_image() {
    let desk = Desk::set(three).await;
    let before = desk.browser().get(&format!("/r/{}/document", desk.taro())).await.text();
    assert!(before.contains("未入力の項目が1件あります"));
    assert!(before.contains("入力を始める（残り1件）"));
    let waiting = "role=\"button\" hidden>書類の内容に同意する";
    assert!(before.contains(waiting), "the consent waits");
    let id = desk.id("甲");
    let saved = desk.fill(id, VALUE).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let after = desk.browser().get(saved.header("location")).await.text();
    assert!(after.contains("入力した内容を保存しました。"));
    assert!(after.contains(&format!("value=\"{VALUE}\"")));
    assert!(after.contains("書類の内容に同意する") && !after.contains(waiting));
    let image = desk.browser().get(&format!("{}/{id}?w=640", desk.form_at())).await;
    assert_eq!((image.status, image.header("content-type")), (StatusCode::OK, "image/png"));
    assert!(image.tells(VALUE));
    for odd in ["?w=641", "?w=0", "?w=4294967295"] {
        let refused = desk.browser().get(&format!("{}/{id}{odd}", desk.form_at())).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{odd}");
    }
    let events = desk.service.events().await;
    desk.fill(id, VALUE).await;
    assert_eq!(desk.service.events().await, events, "FA-04: the same form once more");
}

// O-33 AU-03
#[tokio::test]
async fn bad_text_is_refused_beside_its_field_and_nothing_typed_is_lost_or_saved() {
    let desk = Desk::set(three).await;
    let (one, two) = (desk.id("甲"), desk.id("乙"));
    let long = "あ".repeat(101);
    let endless = "x".repeat(10_000);
    for (typed, said) in [
        ("a\u{0}b", "使えない文字"),
        ("a\u{202e}b", "使えない文字"),
        ("a\u{2066}b", "使えない文字"),
        ("一行\n二行", "使えない文字"),
        (long.as_str(), "100文字以内"),
        (endless.as_str(), "文字以内"),
        ("𓀀", "「𓀀」は印字できない文字です"),
        ("長すぎる", "欄に収まりません"),
    ] {
        let (v1, v2) = (format!("v-{one}"), format!("v-{two}"));
        let (f1, f2) = (one.to_string(), two.to_string());
        let inputs =
            [("f", f1.as_str()), ("f", f2.as_str()), (v1.as_str(), "残る"), (v2.as_str(), typed)];
        let page = desk.browser().post(&desk.form_at(), &inputs).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed:.9}");
        let text = page.text();
        assert!(text.contains(said), "{typed:.9}");
        assert!(text.contains("value=\"残る\""), "what was typed beside it stays");
        assert_eq!(desk.now().await, desk.document, "{typed:.9}");
    }
}

// O-33
#[tokio::test]
async fn emoji_that_can_be_printed_and_empty_texts_are_taken() {
    let desk = Desk::set(three).await;
    let id = desk.id("甲");
    assert_eq!(desk.fill(id, "了解😀").await.status, StatusCode::SEE_OTHER);
    assert!(desk.now().await.field(id).unwrap().value.is_some());
    assert_eq!(desk.fill(id, "　").await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.now().await.field(id).unwrap().value, None);
}

// O-33
#[tokio::test]
async fn the_script_is_answered_in_json_and_reads_the_same_refusals() {
    let desk = Desk::set(three).await;
    let id = desk.id("甲");
    let (f, v) = (id.to_string(), format!("v-{id}"));
    let send = async |typed: &str| {
        desk.browser().post_json(&desk.form_at(), &[("f", f.as_str()), (&v, typed)]).await
    };
    let refused = send("a\u{202e}").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.header("content-type").starts_with("application/json"));
    let told: serde_json::Value = serde_json::from_slice(&refused.body).unwrap();
    assert!(told["errors"][id.to_string()].as_str().unwrap().contains("使えない文字"));
    assert_eq!(told["missing"], serde_json::json!([id.to_string()]));
    let saved = send(VALUE).await;
    assert_eq!(saved.status, StatusCode::OK);
    let told: serde_json::Value = serde_json::from_slice(&saved.body).unwrap();
    assert_eq!(told["missing"], serde_json::json!([]));
    assert_eq!(told["missing_said"], "");
    assert!(told["images"][id.to_string()].as_str().unwrap().ends_with("?w=320"));
}

// O-33 FA-06
#[tokio::test]
async fn while_values_cannot_be_looked_at_the_form_says_so_and_keeps_what_was_typed() {
    let desk = Box::pin(Desk::set_with(Printing::IsAway, three)).await;
    let page = desk.fill(desk.id("甲"), VALUE).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.tells(VALUE), "what was typed");
    assert_eq!(desk.now().await, desk.document);
}
