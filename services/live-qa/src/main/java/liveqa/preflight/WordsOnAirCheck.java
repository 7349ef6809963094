package liveqa.preflight;

import java.util.regex.Pattern;

/** The screen does not tell viewers that a real person's policies are invented: as delivered it says so, because the samples are. */
final class WordsOnAirCheck implements Check {
    private static final Pattern INVENTED = Pattern.compile("架空|fictional", Pattern.CASE_INSENSITIVE);

    @Override
    public String id() {
        return "words-on-air";
    }

    @Override
    public Words title() {
        return Words.of("画面のことば", "words on the screen");
    }

    @Override
    public Finding look(Host host) {
        if (host.intent().documents() == null) return Finding.unprovable(Words.of("見本の文書なので、「架空」と出ていてよい",
                "with the samples the screen rightly calls them fictional"));
        if (!Ours.runsAt(host)) return Finding.unprovable(Words.of("live-qa はまだ動いていない。始めてからもう一度", "live-qa does not run yet; start it and run this again"));
        return switch (host.web().get(host.intent().health().resolve("/air/settings"))) {
            case Web.Answered(int status, String body, _, _, _, _) when status == 200 -> judged(Json.read(body).path("values").toString());
            case Web.Answered _, Web.Unreachable _ ->
                    Finding.unprovable(Words.of("設定を読めない。/air を開いて目で確かめる", "the settings cannot be read; open /air and look"));
        };
    }

    private static Finding judged(String values) {
        if (!INVENTED.matcher(values).find()) return Finding.passed(Words.of("見本のことばは残っていない", "nothing of the samples is left"));
        return Finding.failed(Words.of("自分の文書なのに、画面は「架空」と言っている", "the documents are your own, and the screen calls them fictional"),
                Words.of("/settings で、下の帯のことば（日本語と英語）を自分のものにする", "write your own line at the bottom, in Japanese and English, at /settings"));
    }
}
