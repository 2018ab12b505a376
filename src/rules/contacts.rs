//! What an e-mail address, a web address and an amount must look like.
//!
//! The checks find slips, not every impossible address: a mistake they must never make is refusing one that works. (The crates `url`
//! and `email_address` would do more, but rules run in the browser too, where `url` alone costs 176 kB.)

/// Why this can be no e-mail address; nothing if it can.
pub(super) fn email_problem(written: &str) -> Option<&'static str> {
    let (local, domain) = match written.split_once('@') {
        None => return Some("has no @"),
        Some(parts) => parts,
    };
    if domain.contains('@') {
        return Some("has two @");
    }
    if written.chars().any(|c| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '(' | ')' | '[' | ']' | '"' | ':')) {
        return Some("has a character no e-mail address has");
    }
    if local.is_empty() || local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Some("has a dot in the wrong place, or nothing, before the @");
    }
    host_problem(domain)
}

/// Why this can be no web address; nothing if it can.
pub(super) fn url_problem(written: &str) -> Option<&'static str> {
    let Some(rest) = written.strip_prefix("https://").or_else(|| written.strip_prefix("http://")) else {
        return Some("does not begin with https:// or http://");
    };
    if written
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'))
    {
        return Some("has a character no web address has");
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    if authority.contains('@') {
        return Some("has a user name in it");
    }
    let host = authority.split(':').next().unwrap_or("");
    host_problem(host)
}

fn host_problem(host: &str) -> Option<&'static str> {
    let labels: Vec<&str> = host.split('.').collect();
    let label_is_wrong = |label: &&str| {
        label.is_empty()
            || label.starts_with('-')
            || label.ends_with('-')
            || !label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    if labels.len() < 2 {
        return Some("has no dot in its domain");
    }
    if labels.iter().any(label_is_wrong) {
        return Some("has a domain that cannot be one");
    }
    let top = labels.last().map_or(0, |top| top.chars().count());
    let top_is_letters =
        labels.last().is_some_and(|top| top.chars().all(|c| c.is_alphabetic() || c == '-') || top.starts_with("xn--"));
    (top < 2 || !top_is_letters).then_some("has a domain without an ending such as .be")
}

/// Whether this is an amount: `209`, `6.95` or `425-585`.
pub(super) fn is_amount(written: &str) -> bool {
    let is_number = |part: &str| {
        let (whole, cents) = part.split_once('.').unwrap_or((part, "00"));
        !whole.is_empty() && [whole, cents].iter().all(|p| p.bytes().all(|b| b.is_ascii_digit())) && cents.len() == 2
    };
    match written.split_once('-') {
        Some((from, to)) => is_number(from) && is_number(to),
        None => is_number(written),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for right in ["contact@cbe-antw.be", "a.b+c@stad.antwerpen.be", "info@vlaanderen.xn--abc"] {
            assert_eq!(email_problem(right), None, "{right}");
        }
        for wrong in
            ["", "contact", "@x.be", "a@b", "a@@b.be", "a b@c.be", "antwerpen@]lbc.be", "a.@b.be", "a@b..be", "a@b.b", "a@b.12"]
        {
            assert!(email_problem(wrong).is_some(), "{wrong}");
        }
        for right in ["https://www.geel.be/praatpunt", "http://a.gent/?q=1#x", "https://x.be:8080/é"] {
            assert_eq!(url_problem(right), None, "{right}");
        }
        for wrong in [
            "www.geel.be",
            "https:/www.geel.be",
            "https://",
            "javascript:alert(1)",
            "https://a b.be",
            "https://geel",
            "ftp://geel.be",
        ] {
            assert!(url_problem(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn amounts() {
        assert!(is_amount("209") && is_amount("6.95") && is_amount("425-585"));
        assert!(!is_amount("209 euro") && !is_amount("") && !is_amount("6,95") && !is_amount("-5"));
    }
}
