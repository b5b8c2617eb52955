//! Input fields, as they look in HTTP: what is saved, what comes back, and who reads what.

use crate::browser::{Browser, Page};
use crate::service::{CANARY, Person, Printing, Service};
use poem::http::StatusCode;
use wariin_domain::{
    Assignee, Document, FieldArea, FieldDefinition, FieldId, FieldKind, FieldLabel, FileId,
    FontSize, HoldReason, InputField, Length, RecipientId, StampShape, TextLines, TextPattern,
    TextRule, Uuid,
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

// O-33 AU-03
#[tokio::test]
async fn a_field_of_another_person_and_one_that_there_is_not_change_nothing() {
    let desk = Desk::set(three).await;
    let nowhere = text_field("丁", Assignee::Sender, 25).id;
    for foreign in [desk.id("丙"), nowhere] {
        let page = desk.fill(foreign, VALUE).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        let image = desk.browser().get(&format!("{}/{foreign}?w=640", desk.form_at())).await;
        assert_eq!(image.status, StatusCode::NOT_FOUND);
    }
    let page = desk.browser().post(&desk.form_at(), &[("f", "no-id"), ("v-no-id", "x")]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    let unnamed = format!("v-{}", desk.id("甲"));
    let page = desk.browser().post(&desk.form_at(), &[(unnamed.as_str(), "x")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "a form without fields saves none");
    assert_eq!(desk.now().await, desk.document);
}

// O-33 EN-03
#[tokio::test]
async fn without_the_gate_and_during_a_hold_nothing_is_saved() {
    let desk = Desk::set(three).await;
    let id = desk.id("甲").to_string();
    let name = format!("v-{id}");
    let inputs = [("f", id.as_str()), (name.as_str(), VALUE)];
    let mut anonymous = Browser::new(&desk.service);
    assert_eq!(anonymous.post(&desk.form_at(), &inputs).await.status, StatusCode::FORBIDDEN);
    let mut linked = Browser::new(&desk.service);
    linked.get(&format!("/l/{}", desk.service.link(desk.taro()))).await;
    assert_eq!(linked.post(&desk.form_at(), &inputs).await.status, StatusCode::FORBIDDEN);
    let mut weak =
        Browser::with_session(&desk.service, &desk.service.by_password(&desk.taro).await);
    assert_eq!(weak.post(&desk.form_at(), &inputs).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.now().await, desk.document);

    let account = desk.document.recipients[0].account.unwrap();
    let mut tx = desk.service.ports().storage.begin().await.unwrap();
    let account = tx.accounts().find(account).await.unwrap().unwrap();
    let mut document = tx.documents().find(desk.document.id).await.unwrap().unwrap();
    let held = document.hold(&account, HoldReason::BackupCode, desk.service.ports().clock.now());
    tx.documents().save(&document, held).await.unwrap();
    tx.commit().await.unwrap();
    let page = desk.browser().post(&desk.form_at(), &inputs).await;
    assert_eq!((page.status, page.header("wariin-error")), (StatusCode::FORBIDDEN, "consent_held"));
    assert!(desk.now().await.fields.iter().all(|field| field.value.is_none()));
    let shown = desk.browser().get(&format!("/r/{}/document", desk.taro())).await.text();
    assert!(!shown.contains("data-fill-form"), "there is no form to be filled");
}

// O-33 CO-04
#[tokio::test]
async fn a_consent_waits_for_the_fields_and_for_what_was_shown() {
    let desk = Desk::set(three).await;
    let (taro, mut browser) = (desk.taro(), desk.browser());
    let consent_at = format!("/r/{taro}/consent");
    browser.look_through(taro, &desk.document).await;
    let asked = browser.get(&consent_at).await.text();
    assert!(asked.contains("未入力の項目が1件あります") && !asked.contains("name=\"shown\""));
    let shown = desk.document.content_digest_for(taro).to_string();
    let page = browser.post(&consent_at, &[("shown", &shown), ("statement", "1/ja")]).await;
    assert_eq!(
        (page.status, page.header("wariin-error")),
        (StatusCode::CONFLICT, "fields_missing")
    );
    assert!(page.text().contains(&format!("/r/{taro}/document#fields")), "the way back");

    desk.fill(desk.id("甲"), "最初").await;
    let shown = desk.now().await.content_digest_for(taro).to_string();
    assert!(browser.get(&consent_at).await.text().contains(&shown));
    desk.fill(desk.id("乙"), "別のタブで").await;
    let page = browser.post(&consent_at, &[("shown", &shown), ("statement", "1/ja")]).await;
    assert_eq!(
        (page.status, page.header("wariin-error")),
        (StatusCode::CONFLICT, "other_contents")
    );
    assert!(page.text().contains(&format!("/r/{taro}/document#fields")), "the way back");
    let shown = desk.now().await.content_digest_for(taro).to_string();
    assert_eq!(
        browser.post(&consent_at, &[("shown", &shown), ("statement", "1/ja")]).await.status,
        StatusCode::SEE_OTHER
    );

    let page = desk.fill(desk.id("甲"), "後から").await;
    assert_eq!((page.status, page.header("wariin-error")), (StatusCode::CONFLICT, "not_your_turn"));
    let withdraw = browser.get(&format!("/r/{taro}/withdraw")).await.text();
    assert!(withdraw.contains("入力した内容も取り消され"));
    browser.post(&format!("/r/{taro}/withdraw"), &[]).await;
    assert!(desk.now().await.fields.iter().all(|field| field.value.is_none()));
}

// O-33 AU-01
#[tokio::test]
async fn a_value_is_shown_to_the_sender_from_the_consent_on_and_counted_before() {
    let desk = Desk::set(three).await;
    desk.fill(desk.id("甲"), VALUE).await;
    let mut sender = Browser::with_session(&desk.service, &desk.as_sender);
    let page_at = format!("/documents/{}", desk.document.id);
    let image_at = format!("{page_at}/fields/{}?w=640", desk.id("甲"));
    let page = sender.get(&page_at).await;
    assert!(page.text().contains("入力項目を入力しました（1件）"));
    assert!(!page.tells(VALUE));
    assert_eq!(sender.get(&image_at).await.status, StatusCode::NOT_FOUND);
    let mut browser = desk.browser();
    browser.look_through(desk.taro(), &desk.document).await;
    let shown = desk.now().await.content_digest_for(desk.taro()).to_string();
    browser
        .post(&format!("/r/{}/consent", desk.taro()), &[("shown", &shown), ("statement", "1/ja")])
        .await;
    assert!(sender.get(&page_at).await.tells(VALUE));
    assert!(sender.get(&image_at).await.tells(VALUE));
    wariin_app_http::work_until_idle(desk.service.ports()).await.unwrap();
    assert!(desk.service.mails().iter().all(|mail| !mail.contains(VALUE)));
    let duplicate = sender.post(&format!("{page_at}/duplicate"), &[]).await;
    let copy = duplicate.header("location").strip_suffix("/01").unwrap();
    let copy = sender.get(&format!("{copy}/04")).await;
    assert_eq!(copy.status, StatusCode::OK);
    assert!(!copy.tells(VALUE), "a duplicate begins empty");
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

fn every_kind(taro: RecipientId, _: RecipientId) -> Vec<InputField> {
    let own = Assignee::Recipient(taro);
    vec![
        field("印", own, FieldKind::Stamp(StampShape::Round), 5),
        field("署名", own, FieldKind::Signature, 12),
        field("確認", own, FieldKind::Checkbox { initially_checked: true }, 20),
    ]
}

// O-33
#[tokio::test]
async fn stamps_signatures_and_boxes_are_read_as_they_are_sent() {
    let desk = Desk::set(every_kind).await;
    let (stamp, signature, check) = (desk.id("印"), desk.id("署名"), desk.id("確認"));
    let page = desk.browser().get(&format!("/r/{}/document", desk.taro())).await.text();
    assert!(page.contains("data-preset=\"山田\""), "the surname");
    assert_eq!(
        desk.fill(stamp, "九文字は長すぎます").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(desk.fill(stamp, "𠮷髙").await.status, StatusCode::SEE_OTHER);

    let image = [("f", &*stamp.to_string()), (&*format!("i-{stamp}"), "on")];
    let page = desk.browser().post(&desk.form_at(), &image).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("組織に登録された印影ではありません"));

    let (f, s, c) = (signature.to_string(), format!("s-{signature}"), format!("c-{signature}"));
    let drawn = async |strokes: &str| {
        let inputs = [("f", f.as_str()), (s.as_str(), strokes)];
        desk.browser().post(&desk.form_at(), &inputs).await.status
    };
    for wrong in ["1", "1.2_", "-", "10001.0", "1.2,3.4", "1.2_3.x"] {
        assert_eq!(drawn(wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let many = vec!["1234.5678"; 4_001].join("_");
    assert_eq!(drawn(&many).await, StatusCode::UNPROCESSABLE_ENTITY);
    let most = vec!["1234.5678"; 4_000].join("_");
    assert_eq!(drawn(&most).await, StatusCode::SEE_OTHER, "as many as there may be, in one form");
    assert_eq!(drawn("0.0_9.9-10000.10000").await, StatusCode::SEE_OTHER);
    let kept = desk.now().await.field(signature).unwrap().value.clone();
    assert!(kept.is_some());
    assert_eq!(drawn("").await, StatusCode::SEE_OTHER, "a form that draws nothing keeps it");
    assert_eq!(desk.now().await.field(signature).unwrap().value, kept);
    let inputs = [("f", f.as_str()), (c.as_str(), "on")];
    desk.browser().post(&desk.form_at(), &inputs).await;
    assert_eq!(desk.now().await.field(signature).unwrap().value, None);

    let unchecked = desk.browser().post(&desk.form_at(), &[("f", &check.to_string())]).await;
    assert_eq!(unchecked.status, StatusCode::SEE_OTHER);
    assert!(desk.now().await.field(check).unwrap().is_missing());
}

fn of_the_sender(taro: RecipientId, _: RecipientId) -> Vec<InputField> {
    let of_taro = text_field("甲", Assignee::Recipient(taro), 10);
    vec![text_field("番号", Assignee::Sender, 5), of_taro]
}

// O-33
#[tokio::test]
async fn a_sender_fills_the_own_fields_at_step_04_before_sending() {
    let service = Service::start_printing(Printing::Works).await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    let on = service.draft(&strong, "taro@example.com").await;
    service.add(on, "hanako@example.com").await;
    set(&service, on, of_the_sender).await;
    let mut browser = Browser::with_session(&service, &strong);
    let step = format!("/documents/{}/04", on.document);
    let page = browser.post(&step, &[("action", "send"), ("message", "")]).await;
    assert_eq!((page.status, page.header("wariin-error")), (StatusCode::CONFLICT, "field_fault"));
    let draft = service.document(on.document).await;
    let (own, of_taro) = (draft.fields[0].id.to_string(), draft.fields[1].id.to_string());
    assert!(page.text().contains(&format!("href=\"#fill-{own}\"")));
    assert!(!page.text().contains(&format!("href=\"#fill-{of_taro}\"")));
    let form = format!("/documents/{}/fields", on.document);
    let (v_own, v_taro) = (format!("v-{own}"), format!("v-{of_taro}"));
    let refused = browser.post(&form, &[("f", &of_taro), (&v_taro, "x")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let bad = browser.post(&form, &[("f", &own), (&v_own, "\u{202e}")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = browser.post(&form, &[("f", &own), (&v_own, CANARY)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert!(browser.get(saved.header("location")).await.tells(CANARY));
    assert!(browser.get(&format!("{form}/{own}?w=320")).await.tells(CANARY));
    let sent = browser.post(&step, &[("action", "send"), ("message", "")]).await;
    assert!(sent.header("location").ends_with("?notice=sent"), "{}", sent.text());
}
