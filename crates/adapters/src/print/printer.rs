//! The values of input fields as images for the pages of the service, drawn as the seal prints them.

use super::field::{Drawing, size_of};
use super::sheet::{SheetError, Standard, sheets};
use async_trait::async_trait;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use wariin_ports::{FieldPrinter, PageImage, PrintFault, PrintedField};

/// How many requests are worked on at once.
const AT_ONCE: usize = 2;

/// Draws fields by krilla.
#[derive(Debug)]
pub struct KrillaPrinter {
    permits: Arc<Semaphore>,
}

impl KrillaPrinter {
    /// A printer.
    pub fn new() -> Self {
        Self { permits: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Works in a thread of the blocking pool.
    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PrintFault> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|_| PrintFault::Unavailable)?;
        let work = move || {
            // Until the work is done, also where the caller has gone.
            let _permit = permit;
            work()
        };
        spawn_blocking(work).await.map_err(|_| PrintFault::Unavailable)
    }
}

impl Default for KrillaPrinter {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl FieldPrinter for KrillaPrinter {
    async fn check(
        &self,
        fields: Vec<PrintedField>,
    ) -> Result<Vec<Option<PrintFault>>, PrintFault> {
        self.apart(move || fields.iter().map(|field| Drawing::of(field).err()).collect()).await
    }

    async fn image(&self, field: PrintedField, width: u32) -> Result<PageImage, PrintFault> {
        self.apart(move || image(&field, width)).await?
    }
}

fn image(field: &PrintedField, width: u32) -> Result<PageImage, PrintFault> {
    let drawing = Drawing::of(field)?;
    let pdf = sheets::<SheetError>(&[size_of(field.area)], Standard::Free, |_, surface| {
        drawing.draw(surface);
        Ok(())
    });
    let pdf = pdf.map_err(|error| {
        tracing::error!(error = %error, "a field cannot be drawn");
        PrintFault::Unavailable
    })?;
    crate::render::transparent(pdf, width).map_err(|_| PrintFault::Unavailable)
}
