//! A printer of input fields for tests.

use async_trait::async_trait;
use wariin_domain::FieldValue;
use wariin_ports::{FieldPrinter, ImageFormat, PageImage, PrintFault, PrintedField};

/// Whether what is filled into input fields can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Printing {
    Works,
    IsAway,
}

/// Draws a value as an image whose bytes say it.
pub(super) struct TestPrinter(pub(super) Printing);

#[async_trait]
impl FieldPrinter for TestPrinter {
    async fn check(
        &self,
        fields: Vec<PrintedField>,
    ) -> Result<Vec<Option<PrintFault>>, PrintFault> {
        let fault = |field: &PrintedField| match &field.value {
            FieldValue::Text(text) if text.as_str() == "𓀀" => {
                Some(PrintFault::MissingGlyph('𓀀'))
            }
            FieldValue::Text(text) if text.as_str() == "長すぎる" => {
                Some(PrintFault::DoesNotFit)
            }
            _ => None,
        };
        match self.0 {
            Printing::Works => Ok(fields.iter().map(fault).collect()),
            Printing::IsAway => Err(PrintFault::Unavailable),
        }
    }

    async fn image(&self, field: PrintedField, _: u32) -> Result<PageImage, PrintFault> {
        let bytes = format!("{:?}", field.value).into_bytes();
        Ok(PageImage { format: ImageFormat::Png, bytes })
    }
}
