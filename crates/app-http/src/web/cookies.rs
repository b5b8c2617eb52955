//! Cookies: `__Host-`, `Secure`, `HttpOnly`, `SameSite=Lax`, all of them.

use poem::{Request, Response};

/// The session's secret.
pub(crate) const SESSION_COOKIE: &str = "__Host-wariin-session";
/// The secret part of the mailed link that was followed last.
pub(crate) const LINK_COOKIE: &str = "__Host-wariin-link";
/// The secret part of the mailed link that lets a new password be set.
pub(crate) const RESET_COOKIE: &str = "__Host-wariin-reset";
/// The secret part of the mailed link that lets a change of an account be reported.
pub(crate) const REPORT_COOKIE: &str = "__Host-wariin-report";
/// What ties forms to this browser.
pub(crate) const BROWSER_COOKIE: &str = "__Host-wariin-browser";

/// The language that the reader has chosen in this browser.
pub(crate) const LANGUAGE_COOKIE: &str = "__Host-wariin-language";

/// The value of a cookie of the request.
pub(crate) fn cookie<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request
        .headers()
        .get_all("cookie")
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// A `Set-Cookie` value for a cookie that ends with the browser.
pub(crate) fn set(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax")
}

/// A `Set-Cookie` value for a cookie that stays for a year.
pub(crate) fn set_for_a_year(name: &str, value: &str) -> String {
    set_for(name, value, 31_536_000)
}

/// A `Set-Cookie` value for a cookie that stays for so many seconds.
pub(crate) fn set_for(name: &str, value: &str, seconds: i64) -> String {
    format!("{}; Max-Age={seconds}", set(name, value))
}

/// A `Set-Cookie` value that takes the cookie away.
pub(crate) fn expired(name: &str) -> String {
    format!("{name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// The response with one `Set-Cookie` value more.
pub(crate) fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(cookie) = cookie.parse() {
        response.headers_mut().append("set-cookie", cookie);
    }
    response
}
