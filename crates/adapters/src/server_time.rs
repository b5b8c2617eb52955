//! What time it is at another server, by the `Date` of its answer (RFC 9110, section 6.6.1).

use crate::tls::client_config;
use reqwest::Client;
use reqwest::redirect::Policy;
use std::time::Duration;
use wariin_domain::Timestamp;

/// How long the server may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The time at the server of this address, which the operator has named; to the second. It does not matter
/// what else it answers.
///
/// # Errors
/// Why there is none, as a sentence.
pub async fn server_time(address: &str) -> Result<Timestamp, String> {
    let client = Client::builder()
        .redirect(Policy::none())
        .user_agent("Wariin")
        .timeout(TIMEOUT)
        .tls_backend_preconfigured(client_config(None)?)
        .build()
        .map_err(|e| e.to_string())?;
    let answer = client.head(address).send().await.map_err(|e| e.without_url().to_string())?;
    let date = answer.headers().get("date").and_then(|date| date.to_str().ok());
    let date = date.ok_or("its answer has no date")?;
    let at = jiff::fmt::rfc2822::parse(date).map_err(|_| "the date of its answer is not one")?;
    Ok(Timestamp::from_micros(at.timestamp().as_microsecond()))
}
