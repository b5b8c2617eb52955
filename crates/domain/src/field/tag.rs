//! Text tags: `{{押印:宛先1}}` in the text of a PDF says where a field is placed, and which.

use super::{ChoiceOptions, FieldArea, FieldKind};
use crate::{ChoiceOption, FieldLabel, FileId, TextError};
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// The greatest number of characters between the braces.
const GREATEST_TAG: usize = 300;

/// A tag as it is read: `{{種類:入力者:ラベル}}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldTag {
    /// What the field takes.
    pub kind: FieldKind,
    /// Who fills it.
    pub assignee: TagAssignee,
    /// What it asks for.
    pub label: Option<FieldLabel>,
    /// Whether it has to be filled.
    pub is_required: bool,
}

/// Who fills the field of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagAssignee {
    /// 送信者
    Sender,
    /// 宛先1 and so on, in routing order; counts from 1.
    Recipient(u16),
}

/// Why a tag makes no field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TagError {
    /// Not the name of a kind.
    #[error("names no kind of field")]
    Kind,
    /// Neither 送信者 nor 宛先 with a number.
    #[error("names no assignee")]
    Assignee,
    /// The document has no recipient of this number.
    #[error("there is no recipient {0}")]
    NoRecipient(u16),
    /// The label is not taken.
    #[error("has a label that is not taken")]
    Label(TextError),
    /// A choice without two options to choose from, or with something wrong about them.
    #[error("has no options to choose from")]
    Options,
    /// A word behind the label that means nothing.
    #[error("has a part that means nothing")]
    Part,
    /// No fields can be placed on the page.
    #[error("stands on a page that takes no fields")]
    Page,
}

/// A tag in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTag {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// The tag, or why it is none.
    pub tag: Result<FieldTag, TagError>,
}

/// Where a tag stands on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagPlace {
    /// The file.
    pub file: FileId,
    /// The page; counts from 1.
    pub page: u32,
    /// What its text covers.
    pub area: FieldArea,
}

/// The tags in a text, in order. Full-width braces, colons and digits are taken as ASCII ones, and letters may be spaced
/// (`{ { 押 印 : 宛 先 1 } }`). Braces that are not closed within 300 characters are no tag.
pub fn find_tags(text: &str) -> Vec<FoundTag> {
    let plain: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, narrow(c))).collect();
    let (mut found, mut opened) = (Vec::new(), None);
    let mut at = 0;
    while at < plain.len() {
        if let Some(length) = pair_at(&plain, at, '{') {
            opened = Some((at, length));
            at += 1;
        } else if let (Some((start, opening)), Some(closing)) = (opened, pair_at(&plain, at, '}')) {
            let inner = plain.get(start + opening..at).unwrap_or_default();
            let inner: String = inner.iter().map(|(_, c)| *c).collect();
            let is_spaced = opening > 2 || closing > 2;
            let tag = FieldTag::parse(&inner).or_else(|why| {
                let other = FieldTag::parse(&without_spacing(&inner));
                other.map_err(|other| if is_spaced { other } else { why })
            });
            // Spaced braces stand in other texts too.
            if at - start <= GREATEST_TAG && !(is_spaced && tag == Err(TagError::Kind)) {
                let end = plain.get(at + closing).map_or(text.len(), |(end, _)| *end);
                found.push(FoundTag { range: plain[start].0..end, tag });
            }
            opened = None;
            at += closing;
        } else {
            at += 1;
        }
    }
    found
}

/// How many characters two of these braces have that stand here with a blank at most between them.
fn pair_at(plain: &[(usize, char)], at: usize, brace: char) -> Option<usize> {
    let char = |place: usize| plain.get(place).map(|(_, c)| *c);
    let is_brace = |place: usize| char(place) == Some(brace);
    match (is_brace(at), char(at + 1).is_some_and(char::is_whitespace)) {
        (true, _) if is_brace(at + 1) => Some(2),
        (true, true) if is_brace(at + 2) => Some(3),
        _ => None,
    }
}

/// The text without the blank that letter spacing puts behind each character; where there were more, one is left.
fn without_spacing(text: &str) -> String {
    let mut out = String::new();
    let mut blanks = 0;
    for char in text.trim().chars() {
        if char.is_whitespace() {
            blanks += 1;
            continue;
        }
        if blanks > 1 {
            out.push(' ');
        }
        blanks = 0;
        out.push(char);
    }
    out
}

fn narrow(c: char) -> char {
    match c {
        '｛' => '{',
        '｝' => '}',
        '：' => ':',
        '／' => '/',
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        c => c,
    }
}

impl FieldTag {
    /// Reads what stands between the braces: `種類:入力者`, then optionally a label, of a choice the options
    /// (`振込/現金`), and 任意 or 必須.
    ///
    /// # Errors
    /// [`TagError`] says what is wrong.
    pub fn parse(inner: &str) -> Result<Self, TagError> {
        let mut parts: Vec<&str> = inner.split(':').map(str::trim).collect();
        let kind = kind_named(parts.remove(0)).ok_or(TagError::Kind)?;
        if kind == FieldKind::SealBox {
            let is_alone = parts.is_empty();
            let seal =
                Self { kind, assignee: TagAssignee::Sender, label: None, is_required: false };
            return if is_alone { Ok(seal) } else { Err(TagError::Part) };
        }
        let mut rest = parts.into_iter();
        let assignee = rest.next().and_then(assignee_named).ok_or(TagError::Assignee)?;
        let mut rest: Vec<&str> = rest.collect();
        let demand = rest.last().and_then(|part| demand_named(part));
        if demand.is_some() {
            rest.pop();
        }
        let is_required = demand.unwrap_or(!matches!(kind, FieldKind::Checkbox { .. }));
        let mut rest = rest.into_iter();
        let label = match rest.next() {
            None | Some("") => None,
            Some(label) => Some(FieldLabel::parse(label).map_err(TagError::Label)?),
        };
        let kind = match kind {
            FieldKind::Choice { size, .. } => {
                let options = rest.next().and_then(options).ok_or(TagError::Options)?;
                FieldKind::Choice { options, size }
            }
            kind => kind,
        };
        if rest.next().is_some() {
            return Err(TagError::Part);
        }
        Ok(Self { kind, assignee, label, is_required })
    }
}

/// The kind of this name, as it is placed at first; a choice without its own options yet.
fn kind_named(name: &str) -> Option<FieldKind> {
    let yes_or_no = options("はい/いいえ")?;
    let [text, checkbox, date, choice, stamp, signature, seal_box] = FieldKind::usual(yes_or_no);
    match name.to_ascii_lowercase().as_str() {
        "テキスト" | "text" => Some(text),
        "チェック" | "チェックボックス" | "checkbox" => Some(checkbox),
        "日付" | "date" => Some(date),
        "選択" | "choice" => Some(choice),
        "押印" | "stamp" => Some(stamp),
        "署名" | "signature" => Some(signature),
        "電子署名" | "seal" => Some(seal_box),
        _ => None,
    }
}

fn assignee_named(name: &str) -> Option<TagAssignee> {
    let name = name.to_ascii_lowercase();
    if name == "送信者" || name == "sender" {
        return Some(TagAssignee::Sender);
    }
    let number = name.strip_prefix("宛先").or_else(|| name.strip_prefix("recipient"))?;
    let number = number.trim().parse().ok().filter(|number| *number > 0)?;
    Some(TagAssignee::Recipient(number))
}

/// Whether the word says that the field has to be filled.
fn demand_named(word: &str) -> Option<bool> {
    match word {
        "必須" | "required" => Some(true),
        "任意" | "optional" => Some(false),
        _ => None,
    }
}

fn options(text: &str) -> Option<ChoiceOptions> {
    let options = text.split('/').map(|option| ChoiceOption::parse(option).ok());
    ChoiceOptions::new(options.collect::<Option<Vec<_>>>()?)
}
