//! What the page of step 03 shows.

use super::form::usual_kinds;
use super::model::{FieldModel, assignee_value, json_of, models_of, written_mm};
use super::{Mistake, Unread};
use crate::i18n::Locale;
use crate::i18n::labels::placed;
use crate::pages::documents::files_of;
use crate::web::{PageContext, PageLayout};
use askama::Template;
use uuid::Uuid;
use wariin_domain::{
    Assignee, DateFilling, Document, DocumentFile, FieldFaultKind, FieldKind, InputField,
    MAX_FIELDS, PageDimensions,
};
use wariin_usecases::{FormKey, TagReport};

/// How wide the attributes say that a page is, in pixels of a page: the style sheet makes it fit.
const WIDTH: u32 = 1080;

/// The page.
#[derive(Template)]
#[template(path = "wizard_03.html")]
pub(crate) struct EditorPage {
    layout: PageLayout,
    document: Document,
    files: Vec<EditorFile>,
    assignees: Vec<EditorAssignee>,
    palette: Vec<PaletteItem>,
    fields: Vec<PlacedField>,
    faults: Vec<FaultLine>,
    is_filled_later: bool,
    most: usize,
    /// The key of the forms that copy a field.
    form_key: FormKey,
    /// What the script begins with.
    json: String,
    shown: Shown,
    mistakes: Vec<FaultLine>,
}

/// What is said on the page besides the fields.
#[derive(Default)]
pub(crate) struct Shown {
    pub(super) notice: String,
    pub(super) error: String,
    pub(super) tags: Option<TagReport>,
    /// What was posted, when it could not be read.
    pub(super) came: String,
    pub(super) models: Option<Vec<FieldModel>>,
    pub(super) mistakes: Vec<Mistake>,
}

impl Shown {
    /// The page again with what came.
    pub(super) fn unread(context: &PageContext, unread: Unread) -> Self {
        match unread {
            Unread::Broken(came) => {
                Self { error: context.office().fields_unreadable(), came, ..Self::default() }
            }
            Unread::Wrong(models, mistakes) => {
                Self { models: Some(models), mistakes, ..Self::default() }
            }
            Unread::Refused(models, error) => {
                Self { models: Some(models), error, ..Self::default() }
            }
        }
    }
}

/// A file, and why it takes no fields.
struct EditorFile {
    id: Uuid,
    name: String,
    address: String,
    closed: String,
    pages: Vec<EditorPageImage>,
}

/// A page of a file.
struct EditorPageImage {
    number: u32,
    count: u32,
    /// Its number among the pages of all files.
    place: u32,
    address: String,
    /// As it is shown, where fields can be placed on it.
    size: Option<PageDimensions>,
    /// In pixels of a page.
    width: u32,
    height: u32,
    fields: Vec<PlacedField>,
}

/// A person who fills fields.
struct EditorAssignee {
    value: String,
    name: String,
    mark: String,
    colour: usize,
}

/// A kind of field that can be placed.
struct PaletteItem {
    kind: &'static str,
    label: String,
    /// The field as it is placed at first (JSON).
    json: String,
}

/// A field as it is listed.
#[derive(Clone)]
struct PlacedField {
    id: Uuid,
    title: String,
    who: String,
    mark: String,
    colour: usize,
    file: Uuid,
    number: u32,
    page: String,
    place: String,
    fault: String,
    /// Whether it can be copied: a box for the seal is placed once.
    can_be_copied: bool,
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

/// A field that cannot be sent as it is, and why.
#[derive(Clone)]
pub(crate) struct FaultLine {
    /// The field.
    pub(crate) id: Uuid,
    /// The input that is wrong; empty for the field as a whole.
    pub(crate) input: &'static str,
    /// The field as it is called.
    pub(crate) title: String,
    /// What is wrong, and what to do.
    pub(crate) text: String,
    /// Whether the sender fills the field at step 04.
    pub(crate) is_unfilled: bool,
}

/// The fields that cannot be sent as they are, in the order of the pages.
pub(crate) fn faults_of(locale: &Locale, document: &Document) -> Vec<FaultLine> {
    let line = |fault: &wariin_domain::FieldFault| {
        let field = document.field(fault.field)?;
        Some(FaultLine {
            id: field.id.into(),
            input: "",
            title: titled(locale, document, field),
            text: placed::fault(locale, document, fault),
            is_unfilled: fault.why == FieldFaultKind::Unfilled,
        })
    };
    document.field_faults().iter().filter_map(line).collect()
}

/// テキスト「住所」（contract.pdf 2ページ）
fn titled(locale: &Locale, document: &Document, field: &InputField) -> String {
    let page = page_of(locale, document, field);
    locale.office.fields_titled(placed::title(locale.office, field).as_str(), page.as_str())
}

fn page_of(locale: &Locale, document: &Document, field: &InputField) -> String {
    let number = field.definition.page.to_string();
    match document.files.iter().find(|file| file.id == field.file) {
        Some(file) if document.files.len() > 1 => {
            locale.office.fields_page_of_file(file.name.as_str(), number.as_str())
        }
        Some(_) => locale.office.fields_page_numbered(number.as_str()),
        None => locale.office.fields_no_file(),
    }
}

impl EditorPage {
    /// The page for this draft.
    pub(super) fn of(context: &PageContext, document: Document, mut shown: Shown) -> Self {
        let locale = context.locale();
        let faults = faults_of(locale, &document);
        let fields: Vec<_> =
            document.fields.iter().map(|f| placed_field(locale, &document, &faults, f)).collect();
        let recipients = document.recipients.iter().map(|r| Assignee::Recipient(r.id));
        let assignees = recipients.chain([Assignee::Sender]).map(|assignee| EditorAssignee {
            value: assignee_value(assignee),
            name: placed::assignee(locale, &document, assignee),
            mark: placed::mark(locale, &document, assignee),
            colour: placed::colour(&document, assignee),
        });
        let palette = usual_kinds(locale).into_iter().map(|kind: FieldKind| PaletteItem {
            kind: kind.name(),
            label: placed::kind(locale.office, kind.name()),
            json: serde_json::to_string(&FieldModel::usual(&kind)).unwrap_or_default(),
        });
        let models = shown.models.take().unwrap_or_else(|| models_of(&document));
        let mistakes = shown.mistakes.drain(..).map(|mistake| FaultLine {
            id: mistake.field,
            input: mistake.input,
            title: models
                .iter()
                .find(|model| model.is(mistake.field))
                .map(|model| model.title(locale))
                .unwrap_or_default(),
            text: mistake.text,
            is_unfilled: false,
        });
        let is_filled_later =
            document.fields_of(Assignee::Sender).any(|field| !fills_itself(&field.definition.kind));
        Self {
            layout: PageLayout::of(context),
            mistakes: mistakes.collect(),
            files: files(locale, &document, &fields),
            assignees: assignees.collect(),
            palette: palette.collect(),
            is_filled_later,
            faults: faults.into_iter().filter(|fault| !fault.is_unfilled).collect(),
            fields,
            most: MAX_FIELDS,
            form_key: FormKey::fresh(context.ports()),
            json: json_of(&models),
            shown,
            document,
        }
    }

    /// How many pages the files have in all.
    fn pages(&self) -> usize {
        self.files.iter().map(|file| file.pages.len()).sum()
    }

    /// Whether fields can be placed on any file.
    fn is_open(&self) -> bool {
        self.document.files.iter().any(|file| file.surface.is_open())
    }
}

/// Whether a field needs nothing typed.
fn fills_itself(kind: &FieldKind) -> bool {
    match kind {
        FieldKind::SealBox | FieldKind::Date { filling: DateFilling::DayOfConsent, .. } => true,
        FieldKind::Text(_)
        | FieldKind::Checkbox { .. }
        | FieldKind::Radio(_)
        | FieldKind::Date { filling: DateFilling::Chosen, .. }
        | FieldKind::Choice { .. }
        | FieldKind::Stamp(_)
        | FieldKind::Signature => false,
    }
}

fn files(locale: &Locale, document: &Document, fields: &[PlacedField]) -> Vec<EditorFile> {
    let mut place = 0;
    let files_at = files_of(document.id.into());
    document
        .files
        .iter()
        .map(|file| {
            let address = format!("{files_at}/{}", file.id);
            let pages = (1..=file.pages).map(|number| {
                place += 1;
                page_image(file, (number, place), &address, fields)
            });
            EditorFile {
                pages: pages.collect(),
                id: file.id.into(),
                name: file.name.to_string(),
                closed: placed::closed(locale, &file.surface),
                address,
            }
        })
        .collect()
}

fn page_image(
    file: &DocumentFile,
    (number, place): (u32, u32),
    address: &str,
    fields: &[PlacedField],
) -> EditorPageImage {
    let size = file.surface.page(number);
    let is_here = |field: &&PlacedField| {
        size.is_some() && field.file == Uuid::from(file.id) && field.number == number
    };
    let height = size.map_or(WIDTH * 297 / 210, |size| {
        let (width, height) = (size.width.as_hundredths(), size.height.as_hundredths());
        let height = u64::from(WIDTH) * u64::from(height) / u64::from(width.max(1));
        u32::try_from(height.clamp(1, 65_535)).unwrap_or(WIDTH)
    });
    EditorPageImage {
        number,
        count: file.pages,
        place,
        address: format!("{address}/pages/{number}"),
        size,
        width: WIDTH,
        height,
        fields: fields.iter().filter(is_here).cloned().collect(),
    }
}

fn placed_field(
    locale: &Locale,
    document: &Document,
    faults: &[FaultLine],
    field: &InputField,
) -> PlacedField {
    let area = field.definition.area;
    let id = Uuid::from(field.id);
    let mm = |length| written_mm(length);
    PlacedField {
        id,
        title: placed::title(locale.office, field),
        who: if field.definition.kind == FieldKind::SealBox {
            locale.office.fields_fills_itself()
        } else {
            placed::assignee(locale, document, field.assignee)
        },
        mark: placed::mark(locale, document, field.assignee),
        colour: placed::colour(document, field.assignee),
        file: field.file.into(),
        number: field.definition.page,
        page: page_of(locale, document, field),
        place: locale.office.fields_place(
            mm(area.left).as_str(),
            mm(area.top).as_str(),
            mm(area.width).as_str(),
            mm(area.height).as_str(),
        ),
        fault: faults
            .iter()
            .find(|fault| fault.id == id)
            .map(|fault| fault.text.clone())
            .unwrap_or_default(),
        can_be_copied: field.definition.kind != FieldKind::SealBox,
        left: area.left.as_hundredths(),
        top: area.top.as_hundredths(),
        width: area.width.as_hundredths(),
        height: area.height.as_hundredths(),
    }
}
