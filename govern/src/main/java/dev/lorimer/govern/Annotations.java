package dev.lorimer.govern;

import dev.lorimer.govern.Finding.Kind;

/// A verdict as workflow commands of GitHub Actions, one line a finding: the runner shows each
/// beside the line it is about.
public final class Annotations {
    private Annotations() {}

    /// The commands, and a last plain line with the verdict. Findings that were let pass are
    /// notices. Equal input gives equal bytes.
    public static String of(Verdict verdict) {
        var out = new StringBuilder();
        var evidence = verdict.evidence();
        evidence.findings().forEach(finding -> line(out, command(finding), finding));
        evidence.granted().forEach(finding -> line(out, "notice", finding));
        out.append(Report.text(verdict).lines().findFirst().orElse(verdict.word())).append('\n');
        return out.toString();
    }

    private static String command(Finding finding) {
        return switch (Sarif.level(finding)) {
            case "error" -> "error";
            case "warning" -> "warning";
            default -> "notice";
        };
    }

    private static void line(StringBuilder out, String command, Finding finding) {
        var place = finding.place();
        out.append("::").append(command).append(' ');
        if (!place.file().isEmpty()) {
            out.append("file=").append(property(place.file())).append(',');
        }
        if (place.line() > 0) {
            out.append("line=").append(place.line()).append(',');
        }
        out.append("title=")
                .append(property(finding.constraint() + ": " + finding.law().title()))
                .append("::")
                .append(text(message(finding)))
                .append('\n');
    }

    private static String message(Finding finding) {
        var out = new StringBuilder(finding.message());
        if (finding.kind() == Kind.INCOMPLETE) {
            out.append(" (could not be decided)");
        }
        if (!finding.advice().why().isBlank()) {
            out.append("\nwhy: ").append(finding.advice().why());
        }
        if (!finding.advice().remedy().isBlank()) {
            out.append("\nfix: ").append(finding.advice().remedy());
        }
        return out.toString();
    }

    /// As the runner reads it back: a raw line end would begin a new command.
    static String text(String value) {
        return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    /// In a property, commas and colons would end the value.
    static String property(String value) {
        return text(value).replace(":", "%3A").replace(",", "%2C");
    }
}
