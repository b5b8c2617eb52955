//! What an operator sees of the service: metrics, numbers of requests, and lines of the log.

use crate::authority::{Authority, free_port};
use crate::process::{Process, shared, system_time, until};
use crate::service::Service;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use wariin_domain::{Span, Uuid};
use wariin_ports::UnfinishedState;
use wariin_usecases::{request_advanced_auth, send_document};

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operations");

/// The samples of a scrape: names with their labels, and values.
struct Scrape(Vec<(String, f64)>);

impl Scrape {
    fn of(address: &str) -> Self {
        let mut answer = ureq::get(format!("http://{address}/metrics")).call().unwrap();
        let kind = answer.headers().get("content-type").unwrap().to_str().unwrap().to_owned();
        assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
        let text = answer.body_mut().read_to_string().unwrap();
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let sample = |line: &str| {
            let (name, value) = line.rsplit_once(' ').unwrap();
            (name.to_owned(), value.parse().unwrap())
        };
        Self(lines.map(sample).collect())
    }

    fn names(&self) -> BTreeSet<&str> {
        self.0.iter().map(|(name, _)| name.split('{').next().unwrap()).collect()
    }

    /// The sum of the samples with this name that have all of these labels.
    fn sum(&self, name: &str, labels: &[&str]) -> f64 {
        let is_it = |found: &str| {
            found.split('{').next() == Some(name) && labels.iter().all(|l| found.contains(l))
        };
        self.0.iter().filter(|(found, _)| is_it(found)).map(|(_, value)| value).sum()
    }
}

/// Every metric that a text names.
fn named(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = text.split(|c| !is_part(c));
    let is_metric = |word: &&str| word.starts_with("wariin_") || word.starts_with("process_");
    words.filter(is_metric).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_metric_that_the_dashboard_the_alerts_and_the_page_name_is_in_a_scrape() {
    let (_service, data) = shared().await;
    let address = format!("127.0.0.1:{}", free_port());
    let _process = Process::start(&data, &[("WARIIN_METRICS_ADDR", &address)], Stdio::null());
    let scrape = Scrape::of(&address);
    let names = scrape.names();
    for file in ["grafana.json", "alerts.yaml", "metrics.md"] {
        let text = std::fs::read_to_string(Path::new(DOCS).join(file)).unwrap();
        if file.ends_with("json") {
            serde_json::from_str::<Value>(&text).unwrap();
        }
        let found = named(&text);
        assert!(found.len() > 10, "{file} names {found:?}");
        for name in found {
            // The page names histograms as a whole.
            let count = format!("{name}_count");
            let is_there = names.contains(name.as_str()) || names.contains(count.as_str());
            assert!(is_there, "{file}: {name} is not in {names:?}");
        }
    }
    // And the page leaves none out.
    let page = named(&std::fs::read_to_string(Path::new(DOCS).join("metrics.md")).unwrap());
    for name in names {
        let part = ["_bucket", "_sum", "_count"].iter().find_map(|part| name.strip_suffix(part));
        assert!(page.contains(part.unwrap_or(name)), "{name} is not in metrics.md");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_counted_by_their_routes_and_never_by_their_paths() {
    let (_service, data) = shared().await;
    let address = format!("127.0.0.1:{}", free_port());
    let process = Process::start(&data, &[("WARIIN_METRICS_ADDR", &address)], Stdio::null());
    let document = "/documents/0198c0de-0000-7000-8000-00000000beef";
    assert_eq!(process.get(document).unwrap().0, 303, "sign in first");
    assert_eq!(process.get("/a-path-of-my-own?secret=1").unwrap().0, 404);
    let scrape = Scrape::of(&address);
    let total = "wariin_http_requests_total";
    let route = [r#"method="GET""#, r#"route="/documents/:document""#, r#"status="3xx""#];
    assert!((scrape.sum(total, &route) - 1.0).abs() < 0.1);
    let duration = "wariin_http_request_duration_seconds_count";
    assert!((scrape.sum(duration, &[route[1]]) - 1.0).abs() < 0.1);
    assert!((scrape.sum(total, &[r#"route="unmatched""#, r#"status="4xx""#]) - 1.0).abs() < 0.1);
    let told = |part: &str| scrape.0.iter().any(|(name, _)| name.contains(part));
    assert!(!told("beef") && !told("a-path") && !told("secret"));
    assert!(ureq::get(format!("http://{address}/")).call().is_err(), "there is nothing else");
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_mails_the_database_and_the_certificate_are_told_as_they_are() {
    let (service, data) = shared().await;
    let address = format!("127.0.0.1:{}", free_port());
    let _process = Process::start(&data, &[("WARIIN_METRICS_ADDR", &address)], Stdio::null());
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    let on = service.draft(&cookie, "taro@example.com").await;
    request_advanced_auth(service.ports(), on).await.unwrap();
    send_document(service.ports(), on).await.unwrap();
    until("the mail is counted", || {
        let scrape = Scrape::of(&address);
        let sent = scrape.sum("wariin_mails_total", &[r#"outcome="sent""#]);
        let done = [r#"queue="email""#, r#"outcome="done""#];
        sent > 0.0 && scrape.sum("wariin_jobs_total", &done) > 0.0
    });
    let scrape = Scrape::of(&address);
    let commits = "wariin_database_duration_seconds_count";
    for operation in ["turn", "begin", "statement", "commit"] {
        let label = format!(r#"operation="{operation}""#);
        assert!(scrape.sum(commits, &[&label]) > 0.0, "{operation}");
    }
    let ends =
        scrape.sum("wariin_certificate_expiry_timestamp_seconds", &[r#"certificate="seal""#]);
    let in_ten_years = service.ports().clock.now().as_seconds() + 3_652 * 86_400;
    assert!((ends - f64::from(u32::try_from(in_ten_years).unwrap())).abs() < 86_400.0, "{ends}");
    assert!((scrape.sum("wariin_ready", &[]) - 1.0).abs() < 0.1);
    assert!(scrape.sum("process_resident_memory_bytes", &[]) > 1e6);
    assert!(scrape.sum("process_cpu_seconds_total", &[]) > 0.0);
}

// FA-06
#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_is_away_is_told_by_readiness_and_metrics_however_often_it_was_tried() {
    let two_minutes_ago = system_time().minus(Span::seconds(125));
    let service = Service::start_at(two_minutes_ago, &[]).await;
    let data = service.folder.path().join("data").display().to_string();
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    let on = service.draft(&cookie, "taro@example.com").await;
    request_advanced_auth(service.ports(), on).await.unwrap();
    send_document(service.ports(), on).await.unwrap();
    let metrics = format!("127.0.0.1:{}", free_port());
    let url = format!("smtp://127.0.0.1:{}", free_port());
    let settings = [
        ("WARIIN_METRICS_ADDR", metrics.as_str()),
        ("WARIIN_SMTP_URL", &url),
        ("WARIIN_LOG_FORMAT", "json"),
    ];
    let log = service.folder.path().join("log");
    let process = Process::start(&data, &settings, File::create(&log).unwrap().into());
    until("the mail was tried", || {
        let failed = [r#"queue="email""#, r#"outcome="failed""#];
        Scrape::of(&metrics).sum("wariin_jobs_total", &failed) > 0.0
    });
    let (status, mails) = process.ready("mails");
    assert_eq!(status, 200, "documents can be read");
    assert_eq!((&mails["ok"], &mails["required"]), (&false.into(), &false.into()));
    let why = mails["why"].as_str().unwrap();
    assert!(why.contains("no mail has left") && why.contains("WARIIN_SMTP_URL"), "{why}");
    until("what was read before the try is read anew", || {
        let due = "wariin_jobs_oldest_due_seconds";
        Scrape::of(&metrics).sum(due, &[r#"queue="email""#]) > 120.0
    });
    let waiting = service.ports().jobs.list(Some(UnfinishedState::Waiting), 9).await.unwrap();
    assert!(
        waiting.iter().any(|job| job.attempts > 0 && job.run_at > system_time()),
        "{waiting:?}"
    );
    let queue = process.ready("queue_email").1;
    assert_eq!(queue["ok"], false, "{queue}");

    let document = on.document.to_string();
    let line = || {
        let text = std::fs::read_to_string(&log).unwrap();
        let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut failed = lines.filter(|l| l["message"] == "a job failed and will be tried again");
        failed.find(|line| line["document"] == document)
    };
    until("a line about the invitation has the document's id as it is", || line().is_some());
    let line = line().unwrap();
    let job = line["job"].as_str().and_then(|id| id.parse::<Uuid>().ok());
    assert!(waiting.iter().any(|waiting| Some(waiting.id) == job), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_request_is_found_in_the_log_by_the_number_on_its_page() {
    let (service, data) = shared().await;
    let log = service.folder.path().join("log");
    let format = [("WARIIN_LOG_FORMAT", "json")];
    let process = Process::start(&data, &format, File::create(&log).unwrap().into());
    let head = "POST /language HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\
        connection: close\r\nsec-fetch-site: same-origin\r\nx-request-id: forged\r\n\
        content-type: application/x-www-form-urlencoded\r\n\r\na=";
    let answer = std::io::read_to_string(process.sent(head.as_bytes()).unwrap()).unwrap();
    let (head, page) = answer.split_once("\r\n\r\n").unwrap();
    let number = head.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap();
    assert!(number.len() == 12 && number.bytes().all(|b| b.is_ascii_hexdigit()), "{number}");
    assert!(page.contains(&format!("お問い合わせ番号: {number}")), "{page}");
    let lines = || -> Vec<Value> {
        let text = std::fs::read_to_string(&log).unwrap();
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    until("the line is there", || lines().iter().any(|line| line["request"] == number));
    let lines = lines();
    let line = lines.iter().find(|line| line["request"] == number).unwrap();
    assert_eq!((&line["code"], &line["route"]), (&"foreign_form".into(), &"unmatched".into()));
    assert!(lines.iter().all(|line| line["timestamp"].is_string() && line["level"].is_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_the_timestamp_authoritys_certificate_is_told_once_it_has_stamped() {
    let (_service, data) = shared().await;
    let authority = Authority::start();
    let address = format!("127.0.0.1:{}", free_port());
    let settings =
        [("WARIIN_METRICS_ADDR", address.as_str()), ("WARIIN_TSA_URL", &authority.times[0])];
    let _process = Process::start(&data, &settings, Stdio::null());
    let expiry = "wariin_certificate_expiry_timestamp_seconds";
    until("the trial seal is stamped", || {
        Scrape::of(&address).sum(expiry, &[r#"certificate="timestamp""#]) > 0.0
    });
}
