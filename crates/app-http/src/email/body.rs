//! What an email says, part by part: the one source of its text and of its HTML.

use crate::i18n::Locale;

/// The parts of an email between its greeting and its footer.
#[derive(Default)]
pub(super) struct EmailBody {
    pub(super) parts: Vec<EmailPart>,
}

/// A part of an email.
pub(super) enum EmailPart {
    /// Words of the service; lines within it are kept.
    Paragraph(String),
    /// One line of what the service knows: a date, a number.
    Fact { label: String, value: String },
    /// What a person typed: quoted, so that it never reads like words of the service.
    Typed { label: String, text: String },
    /// A code that the reader types.
    Code(String),
    /// What the reader does next: a page of ours.
    Action { label: String, url: String },
}

impl EmailBody {
    /// Adds paragraphs, which empty lines separate.
    pub(super) fn say(mut self, text: impl AsRef<str>) -> Self {
        let paragraphs = text.as_ref().split("\n\n").map(str::trim).filter(|p| !p.is_empty());
        self.parts.extend(paragraphs.map(|p| EmailPart::Paragraph(p.to_owned())));
        self
    }

    pub(super) fn fact(self, label: String, value: String) -> Self {
        self.with(EmailPart::Fact { label, value })
    }

    pub(super) fn typed(self, label: String, text: impl Into<String>) -> Self {
        self.with(EmailPart::Typed { label, text: text.into() })
    }

    pub(super) fn code(self, digits: &str) -> Self {
        self.with(EmailPart::Code(digits.to_owned()))
    }

    pub(super) fn action(self, label: String, url: String) -> Self {
        self.with(EmailPart::Action { label, url })
    }

    fn with(mut self, part: EmailPart) -> Self {
        self.parts.push(part);
        self
    }

    /// The parts as plain text. An action's address has a line of its own.
    pub(super) fn text(&self, locale: &Locale) -> String {
        let parts: Vec<String> = self.parts.iter().map(|part| part.text(locale)).collect();
        parts.join("\n\n")
    }
}

impl EmailPart {
    fn text(&self, locale: &Locale) -> String {
        let labelled = |label: &str| locale.common.email_label(label);
        match self {
            Self::Paragraph(text) => text.clone(),
            Self::Fact { label, value } => {
                let space = if label.is_ascii() { " " } else { "" };
                labelled(label) + space + value
            }
            Self::Typed { label, text } => labelled(label) + "\n" + &quoted(text),
            Self::Code(digits) => format!("  {digits}"),
            Self::Action { label, url } => labelled(label) + "\n" + url,
        }
    }
}

/// What a person wrote, each line marked as a quotation.
fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}
