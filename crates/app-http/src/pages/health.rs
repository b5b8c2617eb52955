//! Whether the process lives, and whether requests should be sent to it.

use crate::App;
use poem::http::StatusCode;
use poem::web::{Data, Json};
use poem::{IntoResponse, Response, handler};
use std::sync::Arc;

/// Whether the process answers at all. Whatever is wrong around it, starting it again does not help.
#[handler]
pub(crate) fn live() -> &'static str {
    "ok"
}

/// Whether requests should be sent to this process, with every check.
#[handler]
pub(crate) async fn ready(app: Data<&Arc<App>>) -> Response {
    let readiness = app.health.readiness(&app.ports).await;
    let status = if readiness.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Json(readiness).with_status(status).into_response()
}
