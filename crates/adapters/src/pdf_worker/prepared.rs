//! The empty fields of a form on their way from a worker to the server, which trusts nothing of what comes.

use super::protocol::Drawable;
use super::serve::paper;
use serde::{Deserialize, Serialize};
use wariin_domain::{
    ChoiceOption, ChoiceOptions, DateFilling, FieldArea, FieldDefinition, FieldKind, FieldLabel,
    FontSize, Length, MAX_FIELDS, TextLines, TextPattern, TextRule,
};
use wariin_pades::{FormField, FormFieldKind, TextFormat};

/// How many bytes of JSON all fields of a file may have; those behind it are left out.
const MAX_BYTES: usize = 256 * 1024;
/// The limit of a text where the form sets none, for one line and for several.
const USUAL_LIMITS: (u16, u16) = (100, 500);

/// An empty form field.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PreparedField {
    page: u32,
    /// Left, top, width, height in hundredths of a millimetre.
    area: [u32; 4],
    kind: PreparedKind,
    label: Option<String>,
    is_required: bool,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
enum PreparedKind {
    Text { has_several_lines: bool, limit: Option<u16>, is_number: bool },
    Checkbox,
    Radio(String),
    Date,
    Choice(Vec<String>),
    Signature,
}

/// The fields on pages on which input fields can be placed, in their order.
pub(super) fn told(fields: &[FormField], surface: &Drawable) -> Vec<PreparedField> {
    let Drawable::Pages(pages) = surface else { return Vec::new() };
    let mut bytes = 0;
    let fits = move |field: &PreparedField| {
        bytes += serde_json::to_vec(field).map_or(MAX_BYTES, |json| json.len());
        bytes <= MAX_BYTES
    };
    let told = fields.iter().filter_map(|field| {
        let place = usize::try_from(field.page).ok()?.checked_sub(1)?;
        PreparedField::of(field, *pages.get(place)?)
    });
    told.take_while(fits).take(MAX_FIELDS).collect()
}

impl PreparedField {
    /// A field on a page of this width and height; `None` where all of it lies outside of the page.
    fn of(field: &FormField, (width, height): (u32, u32)) -> Option<Self> {
        let kind = match &field.kind {
            FormFieldKind::Text { format: Some(TextFormat::Date), .. } => PreparedKind::Date,
            FormFieldKind::Text { has_several_lines, limit, format } => PreparedKind::Text {
                has_several_lines: *has_several_lines,
                limit: limit.map(|limit| u16::try_from(limit).unwrap_or(u16::MAX)),
                is_number: *format == Some(TextFormat::Number),
            },
            FormFieldKind::Checkbox => PreparedKind::Checkbox,
            FormFieldKind::Radio { group } => PreparedKind::Radio(tail(group)),
            FormFieldKind::Choice { options } => {
                let options = options.iter().take(ChoiceOptions::GREATEST + 1);
                PreparedKind::Choice(options.map(|text| short(text, ChoiceOption::LIMIT)).collect())
            }
            FormFieldKind::Signature => PreparedKind::Signature,
        };
        let [left, top, wide, high] = field.area;
        let (x, wide) = within((left, wide), width)?;
        let (y, high) = within((top, high), height)?;
        let label = field.label.as_deref().map(|label| short(label, FieldLabel::LIMIT));
        let area = [x, y, wide, high];
        Some(Self { page: field.page, area, kind, label, is_required: field.is_required })
    }

    /// The field as an input field is defined; `None` for what an input field cannot be, such as a choice with one
    /// option.
    pub(super) fn read(self) -> Option<FieldDefinition> {
        let [left, top, width, height] = self.area.map(Length::hundredths);
        let size = size_for(height)?;
        let mut is_required = self.is_required;
        let kind = match self.kind {
            PreparedKind::Text { has_several_lines, limit, is_number } => {
                let (lines, usual) = if has_several_lines {
                    (TextLines::Several, USUAL_LIMITS.1)
                } else {
                    (TextLines::One, USUAL_LIMITS.0)
                };
                let pattern = if is_number { TextPattern::Number } else { TextPattern::Any };
                let limit = limit.filter(|limit| *limit > 0).unwrap_or(usual);
                let limit = limit.min(TextRule::MAX_LIMIT);
                FieldKind::Text(TextRule { size, lines, limit, pattern, placeholder: None })
            }
            PreparedKind::Checkbox => FieldKind::Checkbox { initially_checked: false },
            PreparedKind::Radio(group) => match FieldLabel::parse(&group) {
                Ok(group) => FieldKind::Radio(group),
                // Without a name it belongs to no group, and is no one's alternative.
                Err(_) => {
                    is_required = false;
                    FieldKind::Checkbox { initially_checked: false }
                }
            },
            PreparedKind::Date => FieldKind::Date { filling: DateFilling::Chosen, size },
            PreparedKind::Choice(options) => {
                let options = options.iter().map(|option| ChoiceOption::parse(option).ok());
                let options = ChoiceOptions::new(options.collect::<Option<_>>()?)?;
                FieldKind::Choice { options, size }
            }
            PreparedKind::Signature => FieldKind::Signature,
        };
        Some(FieldDefinition {
            page: self.page,
            area: FieldArea { left, top, width, height },
            is_required,
            label: self.label.and_then(|label| FieldLabel::parse(&label).ok()),
            kind,
        })
    }
}

/// One line of at most so many characters.
fn short(text: &str, limit: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(limit).collect()
}

/// The end of a name, as long as that of a group may be: what tells it from others stands last.
fn tail(name: &str) -> String {
    let line = short(name, usize::MAX);
    let skipped = line.chars().count().saturating_sub(FieldLabel::LIMIT);
    line.chars().skip(skipped).collect()
}

/// Where a field begins and how long it is, in hundredths of a millimetre, from where it begins and how long it is in
/// 1/72 inch: at least as long as a field may be, and within the page; `None` where it lies beside the page.
fn within((from, length): (f64, f64), page: u32) -> Option<(u32, u32)> {
    let (begins, ends) = (paper(from), paper(from + length).min(page));
    let length = ends.checked_sub(begins).filter(|length| *length > 0)?;
    let length = length.max(FieldArea::LEAST.as_hundredths());
    Some((begins.min(page.checked_sub(length)?), length))
}

/// The size of text that stands well in a line of this height.
fn size_for(height: Length) -> Option<FontSize> {
    let points = u64::from(height.as_hundredths()) * 72 * 7 / 25_400;
    let usual = FontSize::default().as_points();
    let points = u8::try_from(points).unwrap_or(usual);
    FontSize::points(points.clamp(FontSize::LEAST.as_points(), usual))
}

/// The longest fields that are ever told.
#[cfg(test)]
pub(super) fn longest() -> Vec<PreparedField> {
    let options = (0..50).map(|n| format!("{n:02}{}", "\u{1F58B}".repeat(98))).collect();
    let field = FormField {
        page: 1,
        area: [1.0, 1.0, 100.0, 20.0],
        kind: FormFieldKind::Choice { options },
        label: Some("\u{1F58B}".repeat(200)),
        is_required: true,
    };
    let told = told(&vec![field; 10_000], &Drawable::Pages(vec![(21_000, 29_700)]));
    assert!(told.len() > 10);
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    const A4: (u32, u32) = (21_000, 29_700);

    fn field(kind: FormFieldKind, area: [f64; 4]) -> FormField {
        FormField { page: 1, area, kind, label: Some(" Full\nname ".to_owned()), is_required: true }
    }

    fn read(kind: FormFieldKind, area: [f64; 4]) -> Option<FieldDefinition> {
        let mut told = told(&[field(kind, area)], &Drawable::Pages(vec![A4]));
        told.pop().and_then(PreparedField::read)
    }

    fn text(limit: Option<u64>, format: Option<TextFormat>) -> FormFieldKind {
        FormFieldKind::Text { has_several_lines: false, limit, format }
    }

    fn checkbox_kind() -> FieldKind {
        FieldKind::Checkbox { initially_checked: false }
    }

    const INCH: [f64; 4] = [72.0, 144.0, 72.0, 36.0];

    // O-32
    #[test]
    fn a_form_field_becomes_an_input_field_of_its_place_and_size() {
        let taken = read(text(Some(40), None), INCH).unwrap();
        let hundredths = [2_540, 5_080, 2_540, 1_270].map(Length::hundredths);
        let [left, top, width, height] = hundredths;
        assert_eq!(taken.area, FieldArea { left, top, width, height });
        assert_eq!((taken.page, taken.is_required), (1, true));
        assert_eq!(taken.label, FieldLabel::parse("Full name").ok());
        let FieldKind::Text(rule) = taken.kind else { panic!("{:?}", taken.kind) };
        assert_eq!((rule.limit, rule.pattern, rule.size.as_points()), (40, TextPattern::Any, 11));
    }

    // O-32
    #[test]
    fn kinds_and_limits_are_those_of_input_fields() {
        let kind = |kind| read(kind, INCH).unwrap().kind;
        let rule = |kind| match kind {
            FieldKind::Text(rule) => (rule.limit, rule.lines, rule.pattern),
            other => panic!("{other:?}"),
        };
        assert_eq!(rule(kind(text(None, None))), (100, TextLines::One, TextPattern::Any));
        assert_eq!(rule(kind(text(Some(0), None))).0, 100);
        assert_eq!(rule(kind(text(Some(99_999), None))).0, TextRule::MAX_LIMIT);
        assert_eq!(rule(kind(text(None, Some(TextFormat::Number)))).2, TextPattern::Number);
        let several = FormFieldKind::Text { has_several_lines: true, limit: None, format: None };
        assert_eq!(rule(kind(several)).1, TextLines::Several);
        assert!(matches!(kind(text(None, Some(TextFormat::Date))), FieldKind::Date { .. }));
        let checkbox = FieldKind::Checkbox { initially_checked: false };
        assert_eq!(kind(FormFieldKind::Checkbox), checkbox);
        assert_eq!(kind(FormFieldKind::Signature), FieldKind::Signature);
        let radio = |group: &str| FormFieldKind::Radio { group: group.to_owned() };
        let group = FieldLabel::parse("form.terms").unwrap();
        assert_eq!(kind(radio("form.terms")), FieldKind::Radio(group));
        let FieldKind::Radio(long) = kind(radio(&format!("{}.terms", "x".repeat(200)))) else {
            panic!("no radio button")
        };
        assert!(long.as_str().ends_with("x.terms") && long.as_str().chars().count() == 100);
        let alone = read(radio(""), INCH).unwrap();
        assert_eq!((alone.kind, alone.is_required), (checkbox_kind(), false));
        let choice = |options: &[&str]| FormFieldKind::Choice {
            options: options.iter().map(ToString::to_string).collect(),
        };
        assert!(matches!(kind(choice(&["a", "b"])), FieldKind::Choice { .. }));
        assert_eq!(read(choice(&["a"]), INCH), None, "nothing to choose");
        assert_eq!(read(choice(&["a", "a"]), INCH), None, "two alike");
    }

    // O-32
    #[test]
    fn a_field_lies_within_its_page_and_can_be_touched() {
        let small = read(FormFieldKind::Checkbox, [590.0, 839.0, 4.0, 4.0]).unwrap().area;
        assert!(small.is_large_enough());
        assert!(small.right() <= Length::hundredths(A4.0), "{small:?}");
        assert!(small.bottom() <= Length::hundredths(A4.1), "{small:?}");
        let over = read(text(None, None), [-10.0, 10.0, 9_000.0, 20.0]).unwrap().area;
        assert_eq!((over.left, over.width), (Length::hundredths(0), Length::hundredths(A4.0)));
        for beside in [[700.0, 10.0, 50.0, 20.0], [-60.0, 10.0, 50.0, 20.0]] {
            assert_eq!(read(text(None, None), beside), None, "{beside:?}");
        }
        let low = read(text(None, None), [72.0, 72.0, 100.0, 10.0]).unwrap().kind;
        assert!(matches!(low, FieldKind::Text(rule) if rule.size.as_points() == 7));
    }

    // O-32
    #[test]
    fn only_pages_that_take_input_fields_have_some() {
        let on = |page, surface: &Drawable| {
            told(&[FormField { page, ..field(text(None, None), INCH) }], surface).len()
        };
        assert_eq!(on(1, &Drawable::Pages(vec![A4])), 1);
        assert_eq!(on(2, &Drawable::Pages(vec![A4])), 0);
        assert_eq!(on(0, &Drawable::Pages(vec![A4])), 0);
        assert_eq!(on(1, &Drawable::No), 0);
        assert_eq!(on(1, &Drawable::Signed), 0);
        let many = vec![field(text(None, None), INCH); 600];
        assert_eq!(told(&many, &Drawable::Pages(vec![A4])).len(), MAX_FIELDS);
    }
}
