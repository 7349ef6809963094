package liveqa.preflight;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What differs between this host and another, the worse here first. */
record Comparison(String here, String there, Instant thereAt, List<Difference> differences) {
    /** Measured speeds and sizes that are nearer than this are the same. */
    private static final double NOISE = 0.2;

    /** Whether a difference matters, in the order of the report. */
    enum Weight {
        WORSE(Words.of("ここが劣る      ", "worse here      ")),
        UNLIKE(Words.of("揃えるべき      ", "should be alike ")),
        BETTER(Words.of("ここが勝る      ", "better here     ")),
        HARMLESS(Words.of("違ってよい      ", "does not matter "));

        private final Words words;

        Weight(Words words) {
            this.words = words;
        }

        Words words() {
            return words;
        }
    }

    record Difference(Weight weight, String line, Words said) {}

    static Comparison of(Report here, Report there) {
        var all = new ArrayList<Difference>();
        for (var line : here.lines()) there.line(line.id()).ifPresentOrElse(other -> compare(line, other, all), () -> all.add(onlyHere(line)));
        all.sort(Comparator.comparing(Difference::weight));
        return new Comparison(here.host(), there.host(), there.at(), List.copyOf(all));
    }

    private static Difference onlyHere(Line line) {
        return new Difference(Weight.HARMLESS, line.id(), line.title().then(Words.of(": 相手の報告にない", ": not in the other report")));
    }

    private static void compare(Line here, Line there, List<Difference> all) {
        if (rank(here) != rank(there)) {
            all.add(new Difference(rank(here) > rank(there) ? Weight.WORSE : Weight.BETTER, here.id(), verdicts(here, there)));
        }
        for (var fact : here.finding().facts()) {
            there.finding().facts().stream().filter(other -> other.name().equals(fact.name())).findFirst().flatMap(other -> compare(here, fact, other))
                    .ifPresent(all::add);
        }
    }

    private static Words verdicts(Line here, Line there) {
        return new Words(here.title().ja() + ": " + name(here.verdict()).ja() + "（向こうは" + name(there.verdict()).ja() + "）: " + here.verdict().said().ja(),
                here.title().en() + ": " + name(here.verdict()).en() + " (there: " + name(there.verdict()).en() + "): " + here.verdict().said().en());
    }

    private static Words name(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed _ -> Words.of("合格", "passed");
            case Verdict.Failed _ -> Words.of("不合格", "failed");
            case Verdict.Unprovable _ -> Words.of("証明できない", "not provable");
        };
    }

    private static int rank(Line line) {
        return switch (line.verdict()) {
            case Verdict.Passed _ -> 0;
            case Verdict.Unprovable _ -> 1;
            case Verdict.Failed _ -> 2;
        };
    }

    private static Optional<Difference> compare(Line line, Fact here, Fact there) {
        var words = new Words(line.title().ja() + ": " + here.name() + " = " + here.value() + "（向こうは " + there.value() + "）",
                line.title().en() + ": " + here.name() + " = " + here.value() + " (there: " + there.value() + ")");
        return weight(here, there).map(weight -> new Difference(weight, line.id(), here.better() == Fact.Better.OWN ? shared(line, here) : words));
    }

    private static Words shared(Line line, Fact fact) {
        return line.title().then(Words.of(": %s = %s が二台で同じ（同じ機械の報告か、複製した機械）", ": %s = %s on both (one host's report twice, or a cloned host)",
                fact.name(), fact.value()));
    }

    private static Optional<Weight> weight(Fact here, Fact there) {
        boolean equal = here.value().equals(there.value());
        return switch (here.better()) {
            case SAME -> equal ? Optional.empty() : Optional.of(Weight.UNLIKE);
            // Two machines with one identity are one report compared with itself, or a clone that will answer in the other's name.
            case OWN -> equal ? Optional.of(Weight.WORSE) : Optional.empty();
            case ANY -> equal ? Optional.empty() : Optional.of(Weight.HARMLESS);
            case MORE -> measured(here, there, 1);
            case LESS -> measured(here, there, -1);
        };
    }

    private static Optional<Weight> measured(Fact here, Fact there, int better) {
        try {
            double ours = Double.parseDouble(here.value());
            double theirs = Double.parseDouble(there.value());
            if (Math.abs(ours - theirs) <= NOISE * Math.max(Math.abs(ours), Math.abs(theirs))) return Optional.empty();
            return Optional.of((ours - theirs) * better > 0 ? Weight.BETTER : Weight.WORSE);
        } catch (NumberFormatException _) {
            return here.value().equals(there.value()) ? Optional.empty() : Optional.of(Weight.UNLIKE);
        }
    }
}
