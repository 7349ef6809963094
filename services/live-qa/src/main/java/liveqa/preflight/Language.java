package liveqa.preflight;

import java.util.Map;
import java.util.stream.Stream;

/** The language of the report. */
enum Language {
    JA, EN;

    /** LIVE_QA_LANG, or else the locale's, by the order in which the system itself looks: LC_ALL, LC_MESSAGES, LANG. */
    static Language of(Map<String, String> environment) {
        var locale = Stream.of("LIVE_QA_LANG", "LC_ALL", "LC_MESSAGES", "LANG").map(environment::get).filter(value -> value != null && !value.isEmpty())
                .findFirst();
        return locale.filter(value -> value.startsWith("ja")).isPresent() ? JA : EN;
    }
}
