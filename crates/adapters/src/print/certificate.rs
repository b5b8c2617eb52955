//! The certificate of agreement (合意締結証明書): an A4 document in PDF/A-2b, in Japanese with English beside it.

mod blocks;
mod flow;
mod how;
mod lines;
mod paper;
mod parties;
mod qr;
mod sections;
mod summary;
mod words;

use async_trait::async_trait;
use flow::Flow;
use qr::Code;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use wariin_domain::CertificateFacts;
use wariin_ports::{CertificateFault, CertificatePrinter};

/// How many certificates are drawn at once.
const AT_ONCE: usize = 2;

/// Prints certificates by krilla.
#[derive(Debug)]
pub struct KrillaCertificates {
    service: Arc<Service>,
    permits: Arc<Semaphore>,
}

/// The service as a certificate names it.
#[derive(Debug)]
struct Service {
    /// Where it is found.
    url: String,
    /// The same, for cameras.
    code: Code,
}

impl KrillaCertificates {
    /// A printer for the service with this address.
    pub fn new(url: String) -> Self {
        let code = Code::of(&url);
        let service = Arc::new(Service { url, code });
        Self { service, permits: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

#[async_trait]
impl CertificatePrinter for KrillaCertificates {
    async fn print(&self, facts: CertificateFacts) -> Result<Vec<u8>, CertificateFault> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|_| CertificateFault::Unavailable)?;
        let service = Arc::clone(&self.service);
        let work = move || {
            // Until the work is done, also where the caller has gone.
            let _permit = permit;
            printed(&facts, &service)
        };
        spawn_blocking(work).await.map_err(|_| CertificateFault::Unavailable)?
    }
}

fn printed(facts: &CertificateFacts, service: &Service) -> Result<Vec<u8>, CertificateFault> {
    let mut flow = Flow::new();
    sections::write(&mut flow, facts, service);
    paper::pdf(&flow.into_pages(), facts)
}
