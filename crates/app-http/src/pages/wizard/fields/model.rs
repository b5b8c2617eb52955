//! Input fields as the editor's script keeps and posts them (JSON).

use super::form::{FieldForm, Place};
use crate::i18n::Locale;
use crate::i18n::labels::placed;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wariin_domain::{
    Assignee, DateFilling, Document, FieldId, FieldKind, InputField, Length, TextLines,
};

/// A field. What another kind of field has is left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FieldModel {
    id: Uuid,
    file: Uuid,
    page: u32,
    /// Lengths in hundredths of a millimetre, from the upper left corner of the page as it is shown.
    left: u32,
    top: u32,
    width: u32,
    height: u32,
    kind: String,
    /// `sender`, or the id of a recipient.
    assignee: String,
    required: bool,
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    placeholder: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checked: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filling: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shape: Option<String>,
}

/// What is wrong with one input of a field.
pub(crate) struct Mistake {
    /// The field.
    pub(crate) field: Uuid,
    /// The name of the input.
    pub(crate) input: &'static str,
    /// What is wrong, in the reader's language.
    pub(crate) text: String,
}

impl FieldModel {
    /// The field as the script keeps it.
    pub(crate) fn of(field: &InputField) -> Self {
        let (definition, area) = (&field.definition, field.definition.area);
        let new = Self {
            id: field.id.into(),
            file: field.file.into(),
            page: definition.page,
            left: area.left.as_hundredths(),
            top: area.top.as_hundredths(),
            width: area.width.as_hundredths(),
            height: area.height.as_hundredths(),
            kind: definition.kind.name().to_owned(),
            assignee: assignee_value(field.assignee),
            required: definition.is_required,
            label: definition.label.as_ref().map(ToString::to_string).unwrap_or_default(),
            ..Self::default()
        };
        new.with_rules_of(&definition.kind)
    }

    /// A field of this kind before it is placed, of no file.
    pub(crate) fn usual(kind: &FieldKind) -> Self {
        let (width, height) = kind.usual_size();
        let (width, height) = (width.as_hundredths(), height.as_hundredths());
        let required = !matches!(kind, FieldKind::Checkbox { .. } | FieldKind::SealBox);
        let new = Self {
            kind: kind.name().to_owned(),
            assignee: assignee_value(Assignee::Sender),
            width,
            height,
            required,
            ..Self::default()
        };
        new.with_rules_of(kind)
    }

    fn with_rules_of(self, kind: &FieldKind) -> Self {
        match kind {
            FieldKind::Text(rule) => Self {
                size: Some(rule.size.as_points().into()),
                lines: Some(lines_value(rule.lines).to_owned()),
                limit: Some(rule.limit.into()),
                pattern: Some(rule.pattern.name().to_owned()),
                placeholder: Some(
                    rule.placeholder.as_ref().map(ToString::to_string).unwrap_or_default(),
                ),
                ..self
            },
            FieldKind::Checkbox { initially_checked } => {
                Self { checked: Some(*initially_checked), ..self }
            }
            FieldKind::Radio(group) => Self { group: Some(group.to_string()), ..self },
            FieldKind::Date { filling, size } => Self {
                filling: Some(filling_value(*filling).to_owned()),
                size: Some(size.as_points().into()),
                ..self
            },
            FieldKind::Choice { options, size } => Self {
                options: Some(options.as_slice().iter().map(ToString::to_string).collect()),
                size: Some(size.as_points().into()),
                ..self
            },
            FieldKind::Stamp(shape) => Self { shape: Some(shape.name().to_owned()), ..self },
            FieldKind::Signature | FieldKind::SealBox => self,
        }
    }

    /// Whether it is the field with this id.
    pub(crate) fn is(&self, field: Uuid) -> bool {
        self.id == field
    }

    /// The kind with the label: テキスト「住所」.
    pub(crate) fn title(&self, locale: &Locale) -> String {
        let o = locale.office;
        let kind = placed::kind(o, &self.kind);
        if self.label.is_empty() {
            kind
        } else {
            o.fields_kind_labelled(kind.as_str(), self.label.as_str())
        }
    }

    /// The same as it would be typed into the form for one field.
    pub(crate) fn as_form(&self) -> FieldForm {
        let mm = |hundredths| written_mm(Length::hundredths(hundredths));
        let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        FieldForm {
            kind: self.kind.clone(),
            assignee: self.assignee.clone(),
            file: self.file.to_string(),
            page: self.page.to_string(),
            left: mm(self.left),
            top: mm(self.top),
            width: mm(self.width),
            height: mm(self.height),
            required: self.required.into(),
            label: self.label.clone(),
            size: number(self.size),
            lines: text(&self.lines),
            limit: number(self.limit),
            pattern: text(&self.pattern),
            placeholder: text(&self.placeholder),
            options: self.options.as_deref().unwrap_or_default().join("\n"),
            checked: self.checked.unwrap_or_default().into(),
            group: text(&self.group),
            filling: text(&self.filling),
            shape: text(&self.shape),
            form_key: String::new(),
        }
    }
}

/// The fields of a document as the script gets them.
pub(crate) fn json_of(models: &[FieldModel]) -> String {
    serde_json::to_string(models).unwrap_or_default()
}

/// The fields of a document as models.
pub(crate) fn models_of(document: &Document) -> Vec<FieldModel> {
    document.fields.iter().map(FieldModel::of).collect()
}

/// Reads what the script has posted; `None` when it cannot be read at all.
pub(crate) fn parse(json: &str) -> Option<Vec<FieldModel>> {
    serde_json::from_str(json).ok()
}

/// The fields, or what is wrong with them.
///
/// # Errors
/// Every mistake of every field.
pub(crate) fn read(
    locale: &Locale,
    place: &Place<'_>,
    models: &[FieldModel],
) -> Result<Vec<InputField>, Vec<Mistake>> {
    let (mut fields, mut mistakes) = (Vec::new(), Vec::new());
    for model in models {
        let mut inputs = model.as_form().inputs(locale.office, place);
        match inputs.read(locale, FieldId::from(model.id)) {
            Some(field) => fields.push(field),
            None => mistakes.extend(inputs.errors(locale).map(|(input, text)| Mistake {
                field: model.id,
                input,
                text,
            })),
        }
    }
    if mistakes.is_empty() { Ok(fields) } else { Err(mistakes) }
}

/// How an assignee is written in forms.
pub(crate) fn assignee_value(assignee: Assignee) -> String {
    match assignee {
        Assignee::Sender => "sender".to_owned(),
        Assignee::Recipient(id) => id.to_string(),
    }
}

/// How a number of lines is written in forms.
pub(crate) const fn lines_value(lines: TextLines) -> &'static str {
    match lines {
        TextLines::One => "one",
        TextLines::Several => "several",
    }
}

/// How the origin of a day is written in forms.
pub(crate) const fn filling_value(filling: DateFilling) -> &'static str {
    match filling {
        DateFilling::Chosen => "chosen",
        DateFilling::DayOfConsent => "consent",
    }
}

/// A length in millimetres: `12`, `12.5`, `12.34`.
pub(crate) fn written_mm(length: Length) -> String {
    let (mm, rest) = (length.as_hundredths() / 100, length.as_hundredths() % 100);
    match rest {
        0 => mm.to_string(),
        rest if rest % 10 == 0 => format!("{mm}.{}", rest / 10),
        rest => format!("{mm}.{rest:02}"),
    }
}

/// Reads what [`written_mm`] writes, full-width digits too.
pub(crate) fn read_mm(text: &str) -> Option<Length> {
    let plain = narrow(text);
    let (mm, rest) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if mm.is_empty() || mm.len() > 5 || rest.len() > 2 || !is_number(mm) || !is_number(rest) {
        return None;
    }
    let hundredths = format!("{mm}{rest:0<2}").parse().ok()?;
    Some(Length::hundredths(hundredths))
}

/// A number with ASCII digits.
pub(crate) fn narrow(text: &str) -> String {
    let narrow = |c: char| match c {
        '．'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.trim().chars().map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_written_as_it_is_read() {
        for text in ["0", "3", "12.5", "12.34", "297", "0.01"] {
            assert_eq!(written_mm(read_mm(text).unwrap()), text);
        }
        assert_eq!(read_mm(" １２．５ "), Some(Length::hundredths(1250)));
        for text in ["", "-1", "1.234", "1,5", "abc", "100000", "1.2.3", ".5"] {
            assert_eq!(read_mm(text), None, "{text}");
        }
    }

    // O-32
    #[test]
    fn what_the_script_would_never_post_is_not_read() {
        let model = json_of(&[FieldModel { kind: "stamp".to_owned(), ..FieldModel::default() }]);
        assert!(parse(&model).is_some());
        let with_more = model.replace("\"kind\"", "\"value\":\"x\",\"kind\"");
        for broken in ["", "{", "{}", "[1]", "null", "[{\"page\":-1}]", &with_more] {
            assert_eq!(parse(broken), None, "{broken}");
        }
    }
}
