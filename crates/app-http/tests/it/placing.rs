//! Step 03 in HTTP: input fields as the script posts them, and one by one in forms.

use crate::browser::{Browser, Page};
use crate::service::Service;
use poem::http::StatusCode;
use serde_json::{Value, json};
use wariin_domain::{Document, DocumentId, Surface, Uuid};
use wariin_usecases::DocumentCommand;

struct Stage {
    service: Service,
    cookie: wariin_ports::SessionCookie,
    on: DocumentCommand,
}

impl Stage {
    /// A draft to Taro, whose file has two pages of 200 × 100 points.
    async fn set() -> Self {
        let service = Service::start().await;
        let sender = service.person("sender@example.jp", true).await;
        let cookie = service.strongly(&sender).await;
        let on = service.draft(&cookie, "taro@example.com").await;
        Self { service, cookie, on }
    }

    fn browser(&self) -> Browser<'_> {
        Browser::with_session(&self.service, &self.cookie)
    }

    async fn document(&self) -> Document {
        self.service.document(self.on.document).await
    }

    async fn field(&self, id: u128) -> Value {
        let document = self.document().await;
        json!({
            "id": Uuid::from_u128(id), "file": Uuid::from(document.files[0].id), "page": 1,
            "left": 100, "top": 100, "width": 2000, "height": 800, "kind": "stamp",
            "assignee": document.recipients[0].id.to_string(), "required": true, "label": "",
            "shape": "round",
        })
    }

    async fn post(&self, action: &str, fields: &Value) -> Page {
        let (path, fields) = (self.step("03"), fields.to_string());
        self.browser().post(&path, &[("action", action), ("fields", &fields)]).await
    }

    fn step(&self, step: &str) -> String {
        step_of(self.on.document, step)
    }
}

fn step_of(document: DocumentId, step: &str) -> String {
    format!("/documents/{document}/{step}")
}

/// The page's hidden input, as the script reads it.
fn came_back(page: &Page) -> Value {
    let text = page.text();
    let (_, rest) = text.split_once("name=\"fields\" value=\"").unwrap();
    let value = rest.split('"').next().unwrap();
    serde_json::from_str(&value.replace("&#34;", "\"").replace("&#38;", "&")).unwrap()
}

// O-32
#[tokio::test]
async fn fields_are_kept_by_every_button_of_the_step() {
    let stage = Stage::set().await;
    for (action, leads_to) in [
        ("next", stage.step("04")),
        ("back", stage.step("02")),
        ("save", "/documents?show=draft".to_owned()),
    ] {
        let field = stage.field(1).await;
        let page = stage.post(action, &json!([field])).await;
        assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, &*leads_to));
        assert_eq!(stage.document().await.fields.len(), 1, "{action}");
        let _ = stage.post("save", &json!([])).await;
        assert!(stage.document().await.fields.is_empty());
    }
    let _ = stage.post("save", &json!([stage.field(1).await])).await;
    let page = stage.browser().post(&stage.step("03"), &[("action", "next")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(stage.document().await.fields.len(), 1, "without the script nothing is changed");
}

// O-32
#[tokio::test]
async fn a_field_of_every_kind_comes_back_to_the_script_as_it_was_posted() {
    let stage = Stage::set().await;
    let rules = [
        json!({"kind": "text", "size": 9, "lines": "several", "limit": 30, "pattern": "phone", "placeholder": "03-1234-5678"}),
        json!({"kind": "checkbox", "checked": true}),
        json!({"kind": "date", "filling": "consent", "size": 12}),
        json!({"kind": "choice", "options": ["振込", "現金"], "size": 36}),
        json!({"kind": "stamp", "shape": "organisation"}),
        json!({"kind": "signature"}),
        json!({"kind": "seal_box", "assignee": "sender", "required": false, "label": ""}),
    ];
    let mut fields = Vec::new();
    for (number, rules) in (1..).zip(rules) {
        let mut field = stage.field(number).await;
        let field_of = field.as_object_mut().unwrap();
        field_of.remove("shape");
        field_of.insert("top".to_owned(), json!(100 * number));
        field_of.insert("label".to_owned(), json!(format!("ラベル{number}")));
        field_of.extend(rules.as_object().unwrap().clone());
        fields.push(field);
    }
    let fields = Value::from(fields);
    let page = stage.post("save", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let page = stage.browser().get(&stage.step("03")).await;
    assert_eq!(came_back(&page), fields);
}

// O-32
#[tokio::test]
async fn what_cannot_be_read_changes_nothing_and_comes_back() {
    let stage = Stage::set().await;
    let _ = stage.post("save", &json!([stage.field(1).await])).await;
    let before = stage.document().await;
    for broken in ["{", "[{\"kind\":1}]", "こわれた"] {
        let page = stage
            .browser()
            .post(&stage.step("03"), &[("action", "next"), ("fields", broken)])
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{broken}");
        let text = page.text();
        assert!(text.contains("読み取れませんでした"), "{broken}");
        assert!(text.contains(&broken.replace('"', "&#34;")), "{broken}");
    }
    let mut wrong = stage.field(1).await;
    wrong["label"] = json!("あ".repeat(101));
    wrong["shape"] = json!("star");
    for (field, told) in [
        (wrong, "100文字以内"),
        (
            {
                let mut f = stage.field(2).await;
                f["kind"] = json!("text");
                f["size"] = json!(99);
                f
            },
            "6〜36の数字",
        ),
        (
            {
                let mut f = stage.field(2).await;
                f["kind"] = json!("choice");
                f["options"] = json!(["一つ"]);
                f
            },
            "異なるものを2〜50個",
        ),
        (
            {
                let mut f = stage.field(2).await;
                f["kind"] = json!("unknown");
                f
            },
            "この種類の入力項目はありません",
        ),
    ] {
        let fields = json!([field]);
        let page = stage.post("back", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        assert!(page.text().contains(told), "{told}");
        assert_eq!(came_back(&page)[0]["id"], field["id"]);
        assert_eq!(came_back(&page)[0]["label"], field["label"]);
    }
    assert_eq!(stage.document().await, before);
}

// O-32
#[tokio::test]
async fn too_many_fields_and_two_with_one_id_are_refused_and_come_back() {
    let stage = Stage::set().await;
    let mut many = Vec::new();
    for id in 1..=501 {
        many.push(stage.field(id).await);
    }
    let page = stage.post("next", &Value::from(many.clone())).await;
    assert!(page.text().contains("500件まで"), "{}", page.status);
    assert_eq!(came_back(&page).as_array().unwrap().len(), 501);
    let page = stage.post("next", &json!([many[0], many[0]])).await;
    assert!(page.text().contains("同じ入力項目が2つ"));
    assert!(stage.document().await.fields.is_empty());

    // 500 of them, spread so that the form is far larger than other forms may be.
    many.pop();
    for field in &mut many {
        field["label"] = json!("ラベル".repeat(20));
    }
    let page = stage.post("save", &Value::from(many)).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(stage.document().await.fields.len(), 500);
}

// EV-08
#[tokio::test]
async fn a_large_form_is_read_from_a_sender_only_and_up_to_a_limit() {
    let stage = Stage::set().await;
    let large = "x".repeat(100 * 1024);
    let mut stranger = Browser::new(&stage.service);
    let page = stranger.post(&stage.step("03"), &[("fields", &large)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    let page = stage.browser().post(&stage.step("02"), &[("fields", &large)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "another step");
    let page = stage.browser().post(&stage.step("03"), &[("fields", &large)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "it was read");
    let huge = "x".repeat(3 * 1024 * 1024);
    let page = stage.browser().post(&stage.step("03"), &[("fields", &huge)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

// O-32
#[tokio::test]
async fn a_field_that_cannot_be_sent_is_named_and_the_step_is_held() {
    let stage = Stage::set().await;
    let mut outside = stage.field(1).await;
    outside["left"] = json!(6500);
    let mut unassigned = stage.field(2).await;
    unassigned["assignee"] = json!(Uuid::from_u128(9));
    unassigned["page"] = json!(2);
    let mut gone = stage.field(3).await;
    gone["page"] = json!(3);
    let page = stage.post("next", &json!([outside, unassigned, gone])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.header("wariin-error"), "field_fault");
    let text = page.text();
    for told in
        ["端からはみ出しています", "宛先から削除されています", "このページはファイルにありません"]
    {
        assert!(text.contains(told), "{told}");
    }
    assert_eq!(stage.document().await.fields.len(), 3, "they are kept");
    let page = stage.post("save", &json!([outside])).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "a draft can be left as it is");
    let page = stage.browser().get(&stage.step("03")).await;
    assert!(page.text().contains("端からはみ出しています"));
    let page = stage.browser().get(&stage.step("04")).await;
    let text = page.text();
    assert!(text.contains("端からはみ出しています"), "step 04 names it too");
    let link = format!("/03#field-{}", Uuid::from_u128(1));
    assert!(text.contains(&link), "and leads to it");
    let page = stage.browser().post(&stage.step("04"), &[("action", "send")]).await;
    assert_eq!(page.header("wariin-error"), "field_fault");
    assert!(page.text().contains("端からはみ出しています"));
    assert!(stage.document().await.is_draft());
}

// O-32
#[tokio::test]
async fn a_file_that_takes_no_fields_says_why() {
    let stage = Stage::set().await;
    for (number, surface, told) in [
        (1, Surface::Signed, "すでに電子署名された状態で届いた"),
        (2, Surface::Closed, "このPDFの構造では"),
        (3, Surface::Unknown, "もう一度アップロードすると"),
    ] {
        let mut tx = stage.service.ports().storage.begin().await.unwrap();
        let document = tx.documents().find(stage.on.document).await.unwrap().unwrap();
        let mut parts = wariin_domain::DocumentParts::clone(&document);
        // As another upload: a file that is there is not written again.
        parts.files[0].id = Uuid::from_u128(number).into();
        parts.files[0].surface = surface;
        let document = Document::restore(parts).unwrap();
        tx.documents().save(&document, wariin_domain::Events::none()).await.unwrap();
        tx.commit().await.unwrap();
        let text = stage.browser().get(&stage.step("03")).await.text();
        assert!(text.contains(told), "{told}");
        assert!(!text.contains("data-kind="), "no field can be chosen");
        assert!(!text.contains("value=\"tags\""));
    }
}

// O-32 AU-01
#[tokio::test]
async fn a_fields_id_reaches_no_other_document() {
    let stage = Stage::set().await;
    let other = stage.service.draft(&stage.cookie, "hanako@example.com").await;
    let _ = stage.post("save", &json!([stage.field(1).await])).await;
    let before = stage.document().await;
    let mut browser = stage.browser();
    let foreign = stage.service.document(other.document).await;
    let mut field = stage.field(1).await;
    field["file"] = json!(Uuid::from(foreign.files[0].id));
    field["assignee"] = json!(foreign.recipients[0].id.to_string());
    let fields = json!([field]).to_string();
    let path = step_of(other.document, "03");
    let page = browser.post(&path, &[("action", "save"), ("fields", &fields)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(stage.service.document(other.document).await.fields.len(), 1);
    assert_eq!(stage.document().await, before, "the same id elsewhere is another field");
    let path = format!("{}/fields/{}/remove", step_of(other.document, "03"), Uuid::from_u128(1));
    let _ = browser.post(&path, &[]).await;
    assert!(stage.service.document(other.document).await.fields.is_empty());
    assert_eq!(stage.document().await, before);
}

// O-32
#[tokio::test]
async fn one_field_is_added_once_changed_and_removed_in_a_form() {
    let stage = Stage::set().await;
    let mut browser = stage.browser();
    let document = stage.document().await;
    let at = format!("{}/fields", stage.step("03"));
    let page = browser.get(&format!("{at}/new?kind=text")).await;
    let text = page.text();
    let (_, key) = text.split_once("name=\"form_key\" value=\"").unwrap();
    let key = key.split('"').next().unwrap().to_owned();
    let (file, assignee) =
        (document.files[0].id.to_string(), document.recipients[0].id.to_string());
    let form = |size: &'static str, label: &'static str| {
        vec![
            ("form_key", key.clone()),
            ("kind", "text".to_owned()),
            ("assignee", assignee.clone()),
            ("file", file.clone()),
            ("page", "1".to_owned()),
            ("left", "10".to_owned()),
            ("top", "5.5".to_owned()),
            ("width", "30".to_owned()),
            ("height", "8".to_owned()),
            ("required", "yes".to_owned()),
            ("label", label.to_owned()),
            ("size", size.to_owned()),
            ("lines", "one".to_owned()),
            ("limit", "50".to_owned()),
            ("pattern", "phone".to_owned()),
        ]
    };
    let send = async |browser: &mut Browser<'_>, path: &str, form: Vec<(&str, String)>| {
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post(path, &form).await
    };
    let page = send(&mut browser, &at, form("5", "電話番号")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("6〜36の数字") && page.text().contains("value=\"電話番号\""));
    for _ in 0..2 {
        let page = send(&mut browser, &at, form("11", "電話番号")).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
    }
    let fields = stage.document().await.fields.clone();
    assert_eq!(fields.len(), 1, "a form that comes again adds no second field");
    assert_eq!(fields[0].definition.area.top.as_hundredths(), 550);
    let one = format!("{at}/{}", fields[0].id);
    assert!(browser.get(&one).await.text().contains("value=\"5.5\""));
    let page = send(&mut browser, &one, form("12", "お電話")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let changed = stage.document().await.fields.clone();
    assert_eq!((changed.len(), changed[0].id), (1, fields[0].id));
    assert_eq!(changed[0].definition.label.as_ref().unwrap().as_str(), "お電話");
    let page = browser.post(&format!("{one}/remove"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert!(stage.document().await.fields.is_empty());
    let page = send(&mut browser, &one, form("12", "お電話")).await;
    assert!(page.text().contains("その入力項目はありません"));
    assert_eq!(browser.get(&one).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(&format!("{at}/new?kind=x")).await.status, StatusCode::NOT_FOUND);
}

// O-32
#[tokio::test]
async fn a_field_is_copied_beside_it_and_to_all_pages_by_a_form() {
    let stage = Stage::set().await;
    let field = stage.field(1).await;
    let _ = stage.post("save", &json!([field])).await;
    let path = format!("{}/fields/{}/copy", stage.step("03"), Uuid::from_u128(1));
    let key = Uuid::from_u128(8).to_string();
    for (to, notice, pages) in [
        ("all", "field_copied", vec![1, 2]),
        ("all", "field_not_copied", vec![1, 2]),
        ("beside", "field_copied", vec![1, 1, 2]),
        ("beside", "field_copied", vec![1, 1, 2]),
    ] {
        let sent = stage.browser().post(&path, &[("to", to), ("form_key", &key)]).await;
        let leads_to = format!("{}?notice={notice}", stage.step("03"));
        assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, &*leads_to));
        let document = stage.document().await;
        let on: Vec<u32> = document.fields.iter().map(|field| field.definition.page).collect();
        assert_eq!(on, pages, "{to}");
    }
    let refused = stage.browser().post(&path, &[("to", "elsewhere")]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}
