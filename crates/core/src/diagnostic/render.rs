//! Turns diagnostics into text.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, renderer::DecorStyle};

use super::{Diagnostic, Place, Severity};

/// One line: `D004 rota.csv cell C4 (`LDD`): no code `LDD` in the legend`.
pub fn concise(diagnostic: &Diagnostic) -> String {
    let place = diagnostic
        .place
        .as_ref()
        .map_or(String::new(), |p| format!("{}: ", p.short()));
    format!("{} {place}{}", diagnostic.code, diagnostic.title)
}

/// Several lines, with the source and a caret where the place is in a text file.
pub fn full(diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    if let Some(Place::Source { file, text, span }) = &diagnostic.place {
        let span = sound(text, span.start)..sound(text, span.end.max(span.start));
        let mut group = level
            .primary_title(diagnostic.title.as_str())
            .id(diagnostic.code)
            .element(
                Snippet::source(text.as_ref())
                    .path(file.as_str())
                    .annotation(AnnotationKind::Primary.span(span)),
            );
        for note in &diagnostic.notes {
            group = group.element(Level::NOTE.message(note.as_str()));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        return Renderer::plain()
            .decor_style(DecorStyle::Ascii)
            .render(&[group]);
    }
    let word = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut out = format!("{word}[{}]: {}", diagnostic.code, diagnostic.title);
    if let Some(place) = &diagnostic.place {
        out.push_str("\n  --> ");
        out.push_str(&place.short());
    }
    for note in &diagnostic.notes {
        out.push_str("\n   = note: ");
        out.push_str(note);
    }
    if let Some(help) = &diagnostic.help {
        out.push_str("\n   = help: ");
        out.push_str(help);
    }
    out
}

/// The nearest offset at or before `at` that is inside the text and on a character.
fn sound(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
