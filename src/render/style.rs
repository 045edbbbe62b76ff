//! A style sheet without what only its author reads: comments and spaces.

/// The same style in fewer bytes. Texts in quotes stay as they are; nothing is renamed, merged or
/// moved, so that a theme author finds every rule again.
pub(super) fn tight(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut letters = css.chars().peekable();
    // A space was read; nothing before it needs one.
    let (mut space, mut loose) = (false, true);
    while let Some(letter) = letters.next() {
        match letter {
            '/' if letters.peek() == Some(&'*') => {
                letters.next();
                let mut before = ' ';
                for letter in letters.by_ref() {
                    if before == '*' && letter == '/' {
                        break;
                    }
                    before = letter;
                }
                space = true;
            }
            letter if letter.is_ascii_whitespace() => space = true,
            letter => {
                // A space means something in `a b`, `1px 2px`, `a + b` and before `:hover`.
                if space && !loose && !matches!(letter, '{' | '}' | ';' | ',') {
                    out.push(' ');
                }
                space = false;
                loose = matches!(letter, '{' | '}' | ';' | ',' | ':');
                if letter == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(letter);
                match letter {
                    '\\' => out.extend(letters.next()),
                    '"' | '\'' => {
                        while let Some(inner) = letters.next() {
                            out.push(inner);
                            if inner == '\\' {
                                out.extend(letters.next());
                            } else if inner == letter {
                                break;
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::tight;

    #[test]
    fn only_what_means_nothing_goes() {
        for (written, wanted) in [
            ("a { color: red; }\n", "a{color:red}"),
            ("/* A */ a b > c , d :hover { margin: 0 auto ; }", "a b > c,d :hover{margin:0 auto}"),
            (
                "a::before { content: \"a ;  } /* b */: \\\" c\"; }",
                "a::before{content:\"a ;  } /* b */: \\\" c\"}",
            ),
            ("a{width:calc(1px + 2 * var(--b))}", "a{width:calc(1px + 2 * var(--b))}"),
            (
                "@media (min-width: 4rem) and (max-width: 5rem) { a { b: c } }",
                "@media (min-width:4rem) and (max-width:5rem){a{b:c}}",
            ),
            ("a/* x */b { }", "a b{}"),
            ("@counter-style v { symbols: a đ; suffix: ') '; }", "@counter-style v{symbols:a đ;suffix:') '}"),
            ("a { b: c", "a{b:c"),
            ("/* open", ""),
            ("a\\: b{}", "a\\: b{}"),
        ] {
            assert_eq!(tight(written), wanted);
        }
    }
}
