//! What a field takes.

use super::TextPattern;
use crate::{ChoiceOption, FieldLabel, Placeholder};
use alloc::vec::Vec;

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// テキスト
    Text(TextRule),
    /// チェックボックス
    Checkbox {
        /// Whether it is checked before anything was filled in.
        initially_checked: bool,
    },
    /// 選択ボタン: one of several at their own places. Those of one person on one file whose group has this name belong
    /// together, and one of them at most is chosen.
    Radio(FieldLabel),
    /// 日付
    Date {
        /// Where the day comes from.
        filling: DateFilling,
        /// How large it is printed.
        size: FontSize,
    },
    /// 選択
    Choice {
        /// What can be chosen.
        options: ChoiceOptions,
        /// How large it is printed.
        size: FontSize,
    },
    /// 押印
    Stamp(StampShape),
    /// 署名
    Signature,
    /// Where the seal shows who agreed, when and how (電子署名の表示欄). Fills itself; one a document.
    SealBox,
}

/// What a text field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRule {
    /// How large it is printed.
    pub size: FontSize,
    /// How many lines.
    pub lines: TextLines,
    /// The greatest number of characters (Unicode scalar values), 1 to [`Self::MAX_LIMIT`].
    pub limit: u16,
    /// The form of the text.
    pub pattern: TextPattern,
    /// What is shown, and never printed, while nothing is filled in.
    pub placeholder: Option<Placeholder>,
}

impl TextRule {
    /// The greatest limit that a field may set.
    pub const MAX_LIMIT: u16 = 2_000;
}

/// How many lines a text may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextLines {
    /// One.
    One,
    /// Several; also broken where they are too long.
    Several,
}

/// The size of a font: 6 to 36 points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontSize(u8);

impl FontSize {
    /// The smallest, down to which text is shrunk to fit.
    pub const LEAST: Self = Self(6);
    /// The greatest.
    pub const GREATEST: Self = Self(36);

    /// So many points; `None` outside of 6 to 36.
    pub const fn points(points: u8) -> Option<Self> {
        if points >= Self::LEAST.0 && points <= Self::GREATEST.0 {
            Some(Self(points))
        } else {
            None
        }
    }

    /// In points.
    pub const fn as_points(self) -> u8 {
        self.0
    }
}

impl Default for FontSize {
    /// 11 points.
    fn default() -> Self {
        Self(11)
    }
}

/// Where the day of a date field comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateFilling {
    /// The assignee chooses it.
    Chosen,
    /// The day on which the assignee consents, or the sender sends.
    DayOfConsent,
}

/// The shape of a stamp (印影).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StampShape {
    /// 丸印
    Round,
    /// 角印
    Square,
    /// The stamp image of the assignee's organisation, or a square one of its name.
    Organisation,
}

impl StampShape {
    /// Every shape.
    pub const ALL: [Self; 3] = [Self::Round, Self::Square, Self::Organisation];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Round => "round",
            Self::Square => "square",
            Self::Organisation => "organisation",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.name() == name)
    }
}

/// What can be chosen: 2 to 50 different options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceOptions(Vec<ChoiceOption>);

impl ChoiceOptions {
    /// The greatest number of options.
    pub const GREATEST: usize = 50;

    /// These options in this order; `None` for fewer than two, too many, or two alike.
    pub fn new(options: Vec<ChoiceOption>) -> Option<Self> {
        let is_twice = |(place, option)| options[..place].contains(option);
        let fits = (2..=Self::GREATEST).contains(&options.len());
        let has_twins = options.iter().enumerate().any(is_twice);
        (fits && !has_twins).then_some(Self(options))
    }

    /// The options in order.
    pub fn as_slice(&self) -> &[ChoiceOption] {
        &self.0
    }
}
