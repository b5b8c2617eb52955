//! One input field as a form: what was typed, and the field that it makes.

use super::model::{assignee_value, filling_value, lines_value, narrow, read_mm};
use crate::i18n::labels::placed;
use crate::i18n::{Locale, OfficeMessages};
use crate::web::{Checkbox, FieldKind as InputKind, FormField, FormFields};
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{
    Assignee, ChoiceOption, ChoiceOptions, DateFilling, Document, FieldArea, FieldDefinition,
    FieldId, FieldKind, FieldLabel, FontSize, InputField, Length, Placeholder, RecipientId,
    StampShape, TextError, TextLines, TextPattern, TextRule,
};

/// The form as it was sent.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FieldForm {
    pub(crate) kind: String,
    pub(crate) assignee: String,
    pub(crate) file: String,
    pub(crate) page: String,
    pub(crate) left: String,
    pub(crate) top: String,
    pub(crate) width: String,
    pub(crate) height: String,
    pub(crate) required: Checkbox,
    pub(crate) label: String,
    pub(crate) size: String,
    pub(crate) lines: String,
    pub(crate) limit: String,
    pub(crate) pattern: String,
    pub(crate) placeholder: String,
    pub(crate) options: String,
    pub(crate) checked: Checkbox,
    pub(crate) group: String,
    pub(crate) filling: String,
    pub(crate) shape: String,
    pub(crate) form_key: String,
}

/// Whose fields can be placed on which files.
pub(crate) struct Place<'a> {
    /// Assignees as they are written in forms, with their names.
    assignees: Vec<(String, String)>,
    document: &'a Document,
}

impl<'a> Place<'a> {
    /// In this document.
    pub(crate) fn of(locale: &Locale, document: &'a Document) -> Self {
        let recipients = document.recipients.iter().map(|r| Assignee::Recipient(r.id));
        let assignees = [Assignee::Sender].into_iter().chain(recipients);
        let named = |a| (assignee_value(a), placed::assignee(locale, document, a));
        Self { assignees: assignees.map(named).collect(), document }
    }

    fn files(&self) -> Vec<(String, String)> {
        let open = self.document.files.iter().filter(|file| file.surface.is_open());
        open.map(|file| (file.id.to_string(), file.name.to_string())).collect()
    }
}

/// An input of the form: a text, or one of several choices.
pub(crate) struct FieldInput {
    pub(crate) field: FormField,
    /// The choices: value and label.
    pub(crate) choices: Vec<(String, String)>,
}

/// The inputs of the form for a field of one kind.
pub(crate) struct FieldInputs {
    pub(crate) kind: String,
    pub(crate) inputs: Vec<FieldInput>,
    pub(crate) required: Checkbox,
    pub(crate) checked: Checkbox,
}

impl FieldForm {
    /// The inputs that a field of this kind has.
    pub(crate) fn inputs(&self, o: &OfficeMessages, place: &Place<'_>) -> FieldInputs {
        let text = |name, label: String, value: &str| FieldInput {
            field: FormField::new(name, label, InputKind::Text).value(value),
            choices: Vec::new(),
        };
        let choice = |name, label: String, value: &str, choices| FieldInput {
            field: FormField::new(name, label, InputKind::Text).value(value),
            choices,
        };
        let mut inputs = vec![
            choice("assignee", o.fields_assignee(), &self.assignee, place.assignees.clone()),
            choice("file", o.fields_file(), &self.file, place.files()),
            text("page", o.fields_page(), &self.page),
            text("left", o.fields_left(), &self.left),
            text("top", o.fields_top(), &self.top),
            text("width", o.fields_width(), &self.width),
            text("height", o.fields_height(), &self.height),
        ];
        if self.kind == "seal_box" {
            inputs.remove(0);
        } else {
            let mut label = text("label", o.fields_label(), &self.label);
            label.field = label.field.optional().limit(FieldLabel::LIMIT);
            inputs.push(label);
        }
        let size = || text("size", o.fields_size(), &self.size);
        match self.kind.as_str() {
            "text" => {
                let mut placeholder =
                    text("placeholder", o.fields_placeholder(), &self.placeholder);
                placeholder.field = placeholder.field.optional().limit(Placeholder::LIMIT);
                inputs.extend([
                    size(),
                    choice("lines", o.fields_lines(), &self.lines, placed::lines(o)),
                    text("limit", o.fields_limit(), &self.limit),
                    choice("pattern", o.fields_pattern(), &self.pattern, placed::patterns(o)),
                    placeholder,
                ]);
            }
            "radio" => {
                let mut group = text("group", o.fields_group(), &self.group);
                group.field = group.field.limit(FieldLabel::LIMIT);
                inputs.push(group);
            }
            "date" => inputs.extend([
                choice("filling", o.fields_filling(), &self.filling, placed::fillings(o)),
                size(),
            ]),
            "choice" => {
                let options = FormField::new("options", o.fields_options(), InputKind::Lines)
                    .value(&self.options)
                    .hint(o.fields_options_hint());
                inputs.push(FieldInput { field: options, choices: Vec::new() });
                inputs.push(size());
            }
            "stamp" => {
                inputs.push(choice("shape", o.fields_shape(), &self.shape, placed::shapes(o)));
            }
            _ => {}
        }
        let (required, checked) = (self.required, self.checked);
        FieldInputs { kind: self.kind.clone(), inputs, required, checked }
    }
}

impl FieldInputs {
    /// Whether the field can be marked as required.
    pub(crate) fn can_be_required(&self) -> bool {
        self.kind != "seal_box"
    }

    /// Whether the field can be checked initially.
    pub(crate) fn can_be_checked(&self) -> bool {
        self.kind == "checkbox"
    }

    /// The inputs as they stand in summaries.
    pub(crate) fn fields(&self) -> Vec<FormField> {
        self.inputs.iter().map(|input| input.field.clone()).collect()
    }

    /// The names of the inputs that are wrong, and what is wrong with them.
    pub(crate) fn errors<'a>(
        &'a self,
        locale: &'a Locale,
    ) -> impl Iterator<Item = (&'static str, String)> + 'a {
        let wrong = self.inputs.iter().filter(|input| input.field.has_error());
        wrong.map(|input| (input.field.name, input.field.error_text(locale)))
    }

    /// The field that the inputs make; what is wrong is said beside them otherwise.
    pub(crate) fn read(&mut self, locale: &Locale, id: FieldId) -> Option<InputField> {
        let mut fields = FormFields(self.fields());
        let read = self.field_of(&mut fields, locale, id);
        for (input, field) in self.inputs.iter_mut().zip(fields.0) {
            input.field = field;
        }
        read
    }

    fn field_of(
        &self,
        fields: &mut FormFields,
        locale: &Locale,
        id: FieldId,
    ) -> Option<InputField> {
        let assignee = match self.kind.as_str() {
            "seal_box" => Some(Assignee::Sender),
            _ => fields.read("assignee", parse_assignee),
        };
        let file =
            fields.read("file", |text| Uuid::parse_str(text).map_err(|_| TextError::Malformed));
        let page = number(fields, locale, "page", 1..=99_999);
        let area = area(fields);
        let label = match self.kind.as_str() {
            "seal_box" => Some(None),
            _ => fields.read_optional("label", FieldLabel::parse),
        };
        let kind = self.kind_of(fields, locale);
        let definition = FieldDefinition {
            page: page?,
            area: area?,
            is_required: self.can_be_required() && self.required.is_checked(),
            label: label?,
            kind: kind?,
        };
        let (assignee, file) = (assignee?, file?.into());
        Some(InputField { id, file, assignee, definition, value: None })
    }

    fn kind_of(&self, fields: &mut FormFields, locale: &Locale) -> Option<FieldKind> {
        match self.kind.as_str() {
            "text" => {
                let size = size(fields, locale);
                let lines =
                    one_of(fields, "lines", [TextLines::One, TextLines::Several], lines_value);
                let limit = number(fields, locale, "limit", 1..=TextRule::MAX_LIMIT.into());
                let pattern = one_of(fields, "pattern", TextPattern::ALL, TextPattern::name);
                let placeholder = fields.read_optional("placeholder", Placeholder::parse);
                Some(FieldKind::Text(TextRule {
                    size: size?,
                    lines: lines?,
                    limit: u16::try_from(limit?).ok()?,
                    pattern: pattern?,
                    placeholder: placeholder?,
                }))
            }
            "checkbox" => {
                Some(FieldKind::Checkbox { initially_checked: self.checked.is_checked() })
            }
            "radio" => fields.read("group", FieldLabel::parse).map(FieldKind::Radio),
            "date" => {
                let fillings = [DateFilling::Chosen, DateFilling::DayOfConsent];
                let filling = one_of(fields, "filling", fillings, filling_value);
                let size = size(fields, locale);
                Some(FieldKind::Date { filling: filling?, size: size? })
            }
            "choice" => {
                let options = options(fields, locale);
                let size = size(fields, locale);
                Some(FieldKind::Choice { options: options?, size: size? })
            }
            "stamp" => {
                one_of(fields, "shape", StampShape::ALL, StampShape::name).map(FieldKind::Stamp)
            }
            "signature" => Some(FieldKind::Signature),
            "seal_box" => Some(FieldKind::SealBox),
            _ => {
                fields.refuse("page", locale.office.fields_unknown_kind());
                None
            }
        }
    }
}

pub(super) fn parse_assignee(text: &str) -> Result<Assignee, TextError> {
    if text == "sender" {
        return Ok(Assignee::Sender);
    }
    let id = Uuid::parse_str(text).map_err(|_| TextError::Malformed)?;
    Ok(Assignee::Recipient(RecipientId::from(id)))
}

/// A number in this range, full-width digits too.
fn number(
    fields: &mut FormFields,
    locale: &Locale,
    name: &str,
    range: std::ops::RangeInclusive<u32>,
) -> Option<u32> {
    let number = fields.read(name, |text| match narrow(text).parse::<u32>() {
        Ok(number) if range.contains(&number) => Ok(Some(number)),
        Ok(_) | Err(_) => Ok(None),
    })?;
    if number.is_none() {
        let (least, greatest) = (range.start().to_string(), range.end().to_string());
        let label = label_of(fields, name);
        fields.refuse(
            name,
            locale.office.fields_number(label.as_str(), least.as_str(), greatest.as_str()),
        );
    }
    number
}

fn label_of(fields: &FormFields, name: &str) -> String {
    let field = fields.0.iter().find(|field| field.name == name);
    field.map(|field| field.label.to_string()).unwrap_or_default()
}

fn size(fields: &mut FormFields, locale: &Locale) -> Option<FontSize> {
    let points = |size: FontSize| u32::from(size.as_points());
    let size = number(fields, locale, "size", points(FontSize::LEAST)..=points(FontSize::GREATEST));
    FontSize::points(u8::try_from(size?).ok()?)
}

fn one_of<T: Copy, const N: usize>(
    fields: &mut FormFields,
    name: &str,
    all: [T; N],
    named: impl Fn(T) -> &'static str,
) -> Option<T> {
    fields.read(name, |text| {
        all.into_iter().find(|one| named(*one) == text).ok_or(TextError::Malformed)
    })
}

fn area(fields: &mut FormFields) -> Option<FieldArea> {
    let mut length = |name| fields.read(name, |text| read_mm(text).ok_or(TextError::Malformed));
    let (left, top) = (length("left"), length("top"));
    let (width, height) = (length("width"), length("height"));
    let area = FieldArea { left: left?, top: top?, width: width?, height: height? };
    Some(area)
}

/// One option a line; empty lines count for nothing.
fn options(fields: &mut FormFields, locale: &Locale) -> Option<ChoiceOptions> {
    let read = fields.read("options", |text| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        Ok(ChoiceOptions::new(lines.map(ChoiceOption::parse).collect::<Result<Vec<_>, _>>()?))
    })?;
    if read.is_none() {
        fields.refuse("options", locale.office.fields_options_wrong());
    }
    read
}

/// Where a new field is at first: on the first page on which fields can be placed.
pub(crate) fn new_form(document: &Document, kind: &FieldKind) -> FieldForm {
    let form = super::model::FieldModel::usual(kind).as_form();
    let file = document.files.iter().find(|file| file.surface.is_open());
    let edge = Length::mm(20);
    FieldForm {
        file: file.map(|file| file.id.to_string()).unwrap_or_default(),
        assignee: document
            .recipients
            .first()
            .map_or_else(|| form.assignee.clone(), |recipient| recipient.id.to_string()),
        page: "1".to_owned(),
        left: super::model::written_mm(edge),
        top: super::model::written_mm(edge),
        ..form
    }
}

/// The kinds as they are placed at first.
pub(crate) fn usual_kinds(locale: &Locale) -> Vec<FieldKind> {
    let options = [locale.office.fields_option_one(), locale.office.fields_option_two()];
    let options = options.iter().map(|option| ChoiceOption::parse(option));
    let options = options.collect::<Result<Vec<_>, _>>().ok().and_then(ChoiceOptions::new);
    options.map(FieldKind::usual).into_iter().flatten().collect()
}
