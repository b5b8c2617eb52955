//! What is told of the form fields of an upload.

/// A form field that nothing was filled into, where the upload had it. It is no part of the file any more: its
/// border and background are page contents.
#[derive(Clone, Debug, PartialEq)]
pub struct FormField {
    /// The page; counts from 1.
    pub page: u32,
    /// Left, top, width and height on the page as it is shown (cropped and turned), from its upper left corner, in
    /// 1/72 inch. It may reach over the page's edges.
    pub area: [f64; 4],
    /// What it takes.
    pub kind: FormFieldKind,
    /// What it is called for people (`TU`), otherwise its name (`T`).
    pub label: Option<String>,
    /// Whether it has to be filled.
    pub is_required: bool,
}

/// What a form field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormFieldKind {
    /// A text.
    Text {
        /// Whether it may have several lines.
        has_several_lines: bool,
        /// The greatest number of characters, where there is one.
        limit: Option<u64>,
        /// What the field's script takes it for.
        format: Option<TextFormat>,
    },
    /// A box to check.
    Checkbox,
    /// One of several buttons, of which one is chosen.
    Radio {
        /// The name that all buttons of the group share (ISO 32000-2, section 12.7.4.2).
        group: String,
    },
    /// One of several.
    Choice {
        /// What can be chosen, as it is shown.
        options: Vec<String>,
    },
    /// A signature.
    Signature,
}

/// What a script takes a text for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFormat {
    /// A day.
    Date,
    /// A number.
    Number,
}
