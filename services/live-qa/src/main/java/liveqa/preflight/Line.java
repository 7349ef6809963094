package liveqa.preflight;

/** One line of the report. */
record Line(String id, Words title, Finding finding, long millis) {
    Verdict verdict() {
        return finding.verdict();
    }
}
