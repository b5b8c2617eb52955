//! A browser without a screen: keeps cookies, sends forms with the token that a page showed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::Agent;

/// How long a request may take at all.
const PATIENCE: Duration = Duration::from_secs(30);
/// What separates the parts of a form with files.
const BOUNDARY: &str = "cut-here-cut-here";

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The header `location`.
    pub(crate) to: String,
    pub(crate) text: String,
}

impl Answer {
    /// Whether what was asked for was done.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self.status, 200 | 303)
    }

    /// The value of the hidden field with this name.
    pub(crate) fn hidden(&self, name: &str) -> Option<&str> {
        between(&self.text, &format!("name=\"{name}\" value=\""), "\"")
    }
}

/// A request without a whole answer: whether it was done is not known.
#[derive(Debug)]
pub(crate) struct NoAnswer(pub(crate) String);

/// A person's browser.
#[derive(Clone)]
pub(crate) struct Browser {
    agent: Agent,
    pub(crate) origin: String,
    cookies: BTreeMap<String, String>,
    token: String,
    /// Where it is written down how long each answer took.
    pub(crate) waits: Option<Arc<Waits>>,
}

/// How long answers took.
#[derive(Debug, Default)]
pub(crate) struct Waits(Mutex<Vec<Wait>>);

/// How long one answer took.
#[derive(Clone, Debug)]
pub(crate) struct Wait {
    pub(crate) path: String,
    /// When it was asked for.
    pub(crate) at: Instant,
    pub(crate) took: Duration,
    /// `None` without an answer.
    pub(crate) status: Option<u16>,
    /// Whether it says when to try again.
    pub(crate) says_when: bool,
}

impl Waits {
    pub(crate) fn all(&self) -> Vec<Wait> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

pub(crate) type Answered = Result<Answer, NoAnswer>;

type Response = Result<ureq::http::Response<ureq::Body>, ureq::Error>;

impl Browser {
    pub(crate) fn new(origin: String) -> Self {
        let (cookies, token) = (BTreeMap::new(), String::new());
        Self { agent: agent(PATIENCE), origin, cookies, token, waits: None }
    }

    /// The same, which waits for an answer so long only, on a connection of its own.
    pub(crate) fn within(&self, patience: Duration) -> Self {
        Self { agent: agent(patience), ..self.clone() }
    }

    /// Opens a page; its form token is kept.
    pub(crate) fn get(&mut self, path: &str) -> Answered {
        let request = self.agent.get(format!("{}{path}", self.origin));
        let began = Instant::now();
        let answer = request.header("cookie", self.cookie()).call();
        let answer = self.take((path, began), answer)?;
        if let Some(token) = answer.hidden("csrf") {
            self.token = token.to_owned();
        }
        Ok(answer)
    }

    /// Sends a form.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let csrf = self.token.clone();
        let fields = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied());
        let request = self.agent.post(format!("{}{path}", self.origin));
        let request =
            request.header("cookie", self.cookie()).header("sec-fetch-site", "same-origin");
        let began = Instant::now();
        let answer = request.send_form(fields);
        self.take((path, began), answer)
    }

    /// Sends a form with one file.
    pub(crate) fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answered {
        let csrf = self.token.clone();
        let mut body = Vec::with_capacity(file.len() + 1024);
        let part = |head: &str| {
            format!("--{BOUNDARY}\r\ncontent-disposition: form-data; {head}\r\n\r\n").into_bytes()
        };
        for (name, value) in [("csrf", csrf.as_str())].iter().chain(fields) {
            body.extend(part(&format!("name=\"{name}\"")));
            body.extend(value.as_bytes());
            body.extend(b"\r\n");
        }
        body.extend(part("name=\"files\"; filename=\"contract.pdf\""));
        body.extend(file);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let request = self.agent.post(format!("{}{path}", self.origin));
        let request =
            request.header("cookie", self.cookie()).header("sec-fetch-site", "same-origin");
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let began = Instant::now();
        let answer = request.header("content-type", kind).send(&body);
        self.take((path, began), answer)
    }

    /// The header with all cookies.
    pub(crate) fn cookie(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    fn take(&mut self, (path, began): (&str, Instant), answer: Response) -> Answered {
        if let Some(waits) = &self.waits {
            let status = answer.as_ref().ok().map(|answer| answer.status().as_u16());
            let says_when =
                answer.as_ref().is_ok_and(|answer| answer.headers().contains_key("retry-after"));
            let (path, at, took) = (path.to_owned(), began, began.elapsed());
            let wait = Wait { path, at, took, status, says_when };
            waits.0.lock().unwrap_or_else(PoisonError::into_inner).push(wait);
        }
        let mut answer = answer.map_err(|e| NoAnswer(e.to_string()))?;
        for cookie in answer.headers().get_all("set-cookie") {
            let pair =
                cookie.to_str().ok().and_then(|text| text.split(';').next()?.split_once('='));
            if let Some((name, value)) = pair {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let to = answer.headers().get("location").and_then(|value| value.to_str().ok());
        let (status, to) = (answer.status().as_u16(), to.unwrap_or_default().to_owned());
        let text = answer.body_mut().with_config().lossy_utf8(true).read_to_string();
        Ok(Answer { status, to, text: text.map_err(|e| NoAnswer(e.to_string()))? })
    }
}

/// Sends requests, follows no redirect, and takes every status for an answer.
pub(crate) fn agent(patience: Duration) -> Agent {
    let config = Agent::config_builder()
        .timeout_global(Some(patience))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None);
    config.build().into()
}

/// What stands between two texts.
pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}
