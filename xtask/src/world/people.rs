//! People at work: a sender with a second factor, and recipients who follow their links.

use super::browser::{Answer, Answered, Browser, NoAnswer, between};
use super::mail::{Mail, MailServer};
use crate::run::Outcome;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const PASSWORD: &str = "a long password of its own";
/// How long a mail may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// A member of the organisation who sends documents, with a second factor.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) browser: Browser,
}

/// The key of an authenticator, in base 32.
#[derive(Clone)]
pub(crate) struct Authenticator(String);

impl Authenticator {
    /// The present time step of 30 seconds, and its code.
    pub(crate) fn now(&self) -> (u64, String) {
        let step = now().as_secs() / 30;
        (step, totp(&self.0, step))
    }
}

/// Somewhere to go after a step, or what went wrong.
fn expect(what: &str, answer: Answered) -> Outcome<Answer> {
    match answer {
        Ok(answer) if answer.is_done() => Ok(answer),
        Ok(answer) => Err(format!("{what}: status {}", answer.status)),
        Err(NoAnswer(why)) => Err(format!("{what}: {why}")),
    }
}

impl Sender {
    /// Sets the service up, and enrols a second factor.
    pub(crate) fn set_up(origin: String) -> Outcome<Self> {
        let mut browser = Browser::new(origin);
        expect("the set-up page", browser.get("/setup"))?;
        let fields = [
            ("organisation", "割印商事株式会社"),
            ("name", "佐藤 一郎"),
            ("email", "sender@example.jp"),
            ("password", PASSWORD),
        ];
        expect("the set-up", browser.post("/setup", &fields))?;
        enrol(&mut browser)?;
        Ok(Self { browser })
    }

    /// Uploads a PDF; the draft's id.
    pub(crate) fn draft(&mut self, title: &str, pdf: &[u8]) -> Result<Option<String>, NoAnswer> {
        let answer = self.browser.upload("/documents/new", &[("title", title)], pdf)?;
        let id = answer.to.strip_prefix("/documents/").and_then(|rest| rest.split('/').next());
        Ok(id.filter(|_| answer.status == 303).map(str::to_owned))
    }

    /// Adds a recipient.
    pub(crate) fn address(&mut self, document: &str, email: &str) -> Answered {
        let fields = [
            ("recipient", ""),
            ("name", "山田 太郎"),
            ("email", email),
            ("organisation", ""),
            ("language", "ja"),
        ];
        self.browser.post(&format!("/documents/{document}/recipients"), &fields)
    }

    /// Sets the request for advanced authentication.
    pub(crate) fn request(&mut self, document: &str) -> Answered {
        self.browser.post(&format!("/documents/{document}/advanced-auth"), &[])
    }

    /// Sends the draft.
    pub(crate) fn send(&mut self, document: &str) -> Answered {
        let fields = [("message", ""), ("action", "send")];
        self.browser.post(&format!("/documents/{document}/04"), &fields)
    }

    /// Cancels a document that was sent.
    pub(crate) fn cancel(&mut self, document: &str) -> Answered {
        self.browser.post(&format!("/documents/{document}/cancel"), &[])
    }
}

/// Enrols an authenticator in the session.
fn enrol(browser: &mut Browser) -> Outcome<Authenticator> {
    expect("the security page", browser.get("/settings/security"))?;
    expect("the enrolment", browser.post("/settings/security/enrol", &[]))?;
    let page = expect("the seed", browser.get("/settings/security/enrol"))?;
    let key = between(&page.text, "id=\"setup-key\"", "</").and_then(|rest| rest.split_once('>'));
    let (_, key) = key.ok_or("the enrolment shows no key")?;
    let authenticator = Authenticator(key.to_owned());
    let (_, code) = authenticator.now();
    let path = "/settings/security/confirm";
    expect("the first code", browser.post(path, &[("code", &code)]))?;
    Ok(authenticator)
}

/// The code of a time step (RFC 6238) for a key in base 32.
fn totp(key: &str, step: u64) -> String {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0_u32, 0);
    for letter in key.bytes().filter(u8::is_ascii_alphanumeric) {
        let value = if letter.is_ascii_digit() { letter - b'2' + 26 } else { letter - b'A' };
        bits = (bits << 5) | u32::from(value);
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).unwrap_or(0));
        }
    }
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&bytes) else {
        return String::new();
    };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[19] & 15);
    let four = [hash[offset], hash[offset + 1], hash[offset + 2], hash[offset + 3]];
    format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000)
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// A recipient who has opened the document behind the mailed link.
pub(crate) struct Recipient {
    pub(crate) browser: Browser,
    /// `/r/…`
    pub(crate) path: String,
}

impl Recipient {
    /// Follows a link, as a person without an account.
    pub(crate) fn follow(mut browser: Browser, link: &str) -> Result<Option<Self>, NoAnswer> {
        let path = browser.get(link)?.to;
        if !path.starts_with("/r/") {
            return Ok(None);
        }
        browser.get(&path)?;
        Ok(Some(Self { browser, path }))
    }

    /// Opens a document without the request.
    pub(crate) fn open(&mut self) -> Answered {
        self.browser.post(&format!("{}/open", self.path), &[])
    }

    /// Registers with a mailed code and enrols a factor, as a document with the request demands it.
    pub(crate) fn register(&mut self, email: &str, mails: &MailServer) -> Outcome<Authenticator> {
        let at = |step: &str| format!("{}/{step}", self.path);
        let (code, check, register) = (at("code"), at("code/check"), at("register"));
        expect("a code", self.browser.post(&code, &[]))?;
        let digits = mails.find(email, PATIENCE, |mail: &Mail| mail.code.clone());
        let digits = digits.ok_or("the code was not mailed")?;
        expect("the code", self.browser.post(&check, &[("code", &digits)]))?;
        let fields = [("name", "山田 太郎"), ("password", PASSWORD)];
        expect("the account", self.browser.post(&register, &fields))?;
        enrol(&mut self.browser)
    }

    /// The page of the consent, once the document was read: without that no consent is taken.
    pub(crate) fn read(&mut self) -> Answered {
        let path = format!("{}/consent", self.path);
        let page = self.browser.get(&path)?;
        if !page.is_done() || page.hidden("shown").is_some() {
            return Ok(page);
        }
        let files = format!("{}/files/", self.path);
        let links = page.text.split(&files).skip(1).filter_map(|rest| rest.split('"').next());
        for file in links {
            let file = self.browser.get(&format!("{files}{file}"))?;
            if !file.is_done() {
                return Ok(file);
            }
        }
        self.browser.get(&path)
    }

    /// The page of the consent, or where it leads once the consent was given.
    pub(crate) fn ask(&mut self) -> Answered {
        self.browser.get(&format!("{}/consent", self.path))
    }

    /// The digest of what is consented to.
    pub(crate) fn shown(&mut self) -> Result<Option<String>, NoAnswer> {
        Ok(self.read()?.hidden("shown").map(str::to_owned))
    }

    /// Consents to what was shown, by the sentences in Japanese, with a code of the authenticator if there is one.
    pub(crate) fn consent(&mut self, shown: &str, code: Option<&str>) -> Answered {
        let code = code.map(|code| ("code", code));
        let fields: Vec<_> =
            [("shown", shown), ("statement", "1/ja")].into_iter().chain(code).collect();
        self.browser.post(&format!("{}/consent", self.path), &fields)
    }

    pub(crate) fn decline(&mut self) -> Answered {
        self.browser.post(&format!("{}/decline", self.path), &[("reason", "条件が合わない")])
    }
}

#[cfg(test)]
mod tests {
    use super::totp;

    #[test]
    fn a_code_is_that_of_the_standard() {
        // RFC 6238, appendix B: the key is 12345678901234567890, the codes have eight digits there.
        let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")]
        {
            assert_eq!(totp(key, seconds / 30), code);
        }
    }
}
