//! The little that writing HTML by hand needs.

/// A text that may stand between tags and inside quotation marks. Control characters become blanks.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A link, where the address is one that may be followed; else the words alone.
pub(super) fn link(address: Option<&str>, words: &str) -> String {
    let web = |a: &&str| a.starts_with("https://") || a.starts_with("http://");
    match address.filter(web) {
        Some(address) => format!("<a href=\"{}\">{}</a>", escape(address), escape(words)),
        None => escape(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_can_become_markup() {
        assert_eq!(
            escape("<script>alert(\"1\" & '2')</script>\u{7}"),
            "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt; "
        );
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(link(Some("javascript:alert(1)"), "a"), "a");
        assert_eq!(
            link(Some("https://example.org/?a=\"b"), "<a>"),
            "<a href=\"https://example.org/?a=&quot;b\">&lt;a&gt;</a>"
        );
    }
}
