//! The published log: what every visitor is given of it, and what is said of it.

use crate::browser::Browser;
use crate::service::{CANARY, Service};
use poem::http::StatusCode;
use wariin_adapters::checkpoints_in;
use wariin_app_http::work_until_idle;
use wariin_domain::Span;
use wariin_ports::Publication;
use wariin_usecases::publish_if_due;

// EV-01
#[tokio::test]
async fn every_visitor_is_given_the_published_checkpoint_and_its_tiles_and_no_entries() {
    let service = Service::start().await;
    let mut visitor = Browser::new(&service);
    let nothing = visitor.get("/log/checkpoint").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    assert_eq!(nothing.header("set-cookie"), "");
    let sender = service.person("sender@example.jp", true).await;
    let session = service.strongly(&sender).await;
    service.sent(&session, "taro@example.com").await;
    work_until_idle(service.ports()).await.unwrap();
    assert_eq!(visitor.get("/log/tile/0/000.p/1").await.status, StatusCode::NOT_FOUND);
    let published = publish_if_due(service.ports(), Span::minutes(10)).await.unwrap();
    let Some(Publication::New(published)) = published else { panic!("{published:?}") };

    let checkpoint = visitor.get("/log/checkpoint").await;
    assert_eq!(checkpoint.status, StatusCode::OK);
    assert_eq!(checkpoint.text(), published.note);
    assert_eq!(checkpoints_in(&checkpoint.text()), [published.note]);
    assert_eq!(checkpoint.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(checkpoint.header("cache-control"), "no-cache");
    assert_eq!(checkpoint.header("set-cookie"), "");
    let size = published.size;
    let tile = visitor.get(&format!("/log/tile/0/000.p/{size}")).await;
    assert_eq!((tile.status, tile.body.len() as u64), (StatusCode::OK, 32 * size));
    assert_eq!(tile.header("content-type"), "application/octet-stream");
    assert_eq!(tile.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(tile.header("set-cookie"), "");
    assert!(!tile.tells(CANARY));
    let beyond = format!("/log/tile/0/000.p/{}", size + 1);
    for path in [
        beyond.as_str(),
        "/log/tile/0/000",
        "/log/tile/0/000.p/0",
        "/log/tile/0/0.p/1",
        "/log/tile/0/../checkpoint",
        "/log/tile/1/000.p/1",
        "/log/tile/8/000.p/1",
        "/log/tile/entries/000.p/1",
        "/log/tile/data/000.p/1",
        "/log/checkpoint.tst",
    ] {
        assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
