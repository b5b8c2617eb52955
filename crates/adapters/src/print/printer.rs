//! Input fields as they are printed.

use async_trait::async_trait;
use wariin_ports::{FieldPrinter, PageImage, PrintFault, PrintedField};

/// Draws fields by krilla.
#[derive(Clone, Copy, Debug, Default)]
pub struct KrillaPrinter;

#[async_trait]
impl FieldPrinter for KrillaPrinter {
    async fn check(&self, _: Vec<PrintedField>) -> Result<Vec<Option<PrintFault>>, PrintFault> {
        Err(PrintFault::Unavailable)
    }

    async fn image(&self, _: PrintedField, _: u32) -> Result<PageImage, PrintFault> {
        Err(PrintFault::Unavailable)
    }
}
