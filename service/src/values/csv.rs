//! Comma-separated values as RFC 4180 has them, that no spreadsheet takes for anything but text.

/// Appends a line with these fields.
pub(crate) fn line<'a>(out: &mut String, fields: impl IntoIterator<Item = &'a str>) {
    for (index, field) in fields.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        push(out, field);
    }
    out.push_str("\r\n");
}

/// A spreadsheet computes what begins like a formula, whoever wrote it: an apostrophe makes it text.
fn push(out: &mut String, field: &str) {
    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let quoted = formula || field.contains([',', '"', '\r', '\n', ';']);
    if !quoted {
        out.push_str(field);
        return;
    }
    out.push('"');
    if formula {
        out.push('\'');
    }
    for character in field.chars() {
        if character == '"' {
            out.push('"');
        }
        out.push(character);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn fields_are_quoted_where_they_must_be_and_formulas_are_text() {
        for (field, written) in [
            ("", ""),
            ("Marta Nowak", "Marta Nowak"),
            ("a,b", "\"a,b\""),
            ("a;b", "\"a;b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "\"'=1+1\""),
            ("+49", "\"'+49\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("＝1", "\"'＝1\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("a=b", "a=b"),
        ] {
            let mut out = String::new();
            line(&mut out, [field, "x"]);
            assert_eq!(out, format!("{written},x\r\n"), "{field:?}");
        }
    }
}
