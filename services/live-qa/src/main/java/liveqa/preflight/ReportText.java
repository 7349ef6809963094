package liveqa.preflight;

import java.io.PrintWriter;

/** The report for people. */
final class ReportText {
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[1;31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";
    private final PrintWriter out;
    private final Language language;
    private final boolean colours;

    ReportText(PrintWriter out, Language language, boolean colours) {
        this.out = out;
        this.language = language;
        this.colours = colours;
    }

    void print(Report report) {
        out.println(in(Words.of("live-qa 配信前点検   この機械は 【%s】   %s", "live-qa preflight   THIS HOST IS [%s]   %s", report.host(), report.at())));
        out.println();
        report.lines().forEach(this::line);
        out.println();
        out.println(in(Words.of("合格 %d、不合格 %d、ここでは証明できない %d（%.1f 秒）", "%d passed, %d failed, %d not provable here (%.1f s)", report.passed(), report.failed(),
                report.unprovable(), report.millis() / 1000.0)));
        out.flush();
    }

    private void line(Line line) {
        out.println(mark(line.verdict()) + "  " + in(line.title()) + ": " + in(line.verdict().said()) + (colours ? PLAIN : ""));
        if (line.verdict() instanceof Verdict.Failed(_, Words remedy)) out.println("            → " + in(remedy));
    }

    private String mark(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed _ -> coloured(GREEN, in(Words.of("✔ 合格    ", "✔ passed  ")), true);
            case Verdict.Failed _ -> coloured(RED, in(Words.of("✘ 不合格  ", "✘ FAILED  ")), false);
            case Verdict.Unprovable _ -> coloured(YELLOW, in(Words.of("? 証明不可", "? no proof")), true);
        };
    }

    /** A failed line stays in its colour to its end. */
    private String coloured(String colour, String text, boolean ends) {
        return colours ? colour + text + (ends ? PLAIN : "") : text;
    }

    void print(Comparison comparison) {
        out.println();
        out.println(in(Words.of("%s（ここ）と %s（%s の報告）の違い", "%s (here) compared with %s (its report of %s)", comparison.here(), comparison.there(),
                comparison.thereAt())));
        if (comparison.differences().isEmpty()) out.println("  " + in(Words.of("違いなし", "no difference")));
        comparison.differences().forEach(difference -> out.println("  " + in(difference.weight().words()) + "  " + in(difference.said())));
        out.flush();
    }

    private String in(Words words) {
        return words.in(language);
    }
}
