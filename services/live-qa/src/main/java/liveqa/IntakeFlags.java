package liveqa;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import liveqa.chat.YouTube;
import liveqa.moderation.HouseRules;
import liveqa.question.Rank;
import liveqa.question.Rules;
import liveqa.question.Screen;
import liveqa.setting.Span;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The flags of what comes in, what is held, and what is told of it. */
final class IntakeFlags {
    @Option(names = "--youtube-video", paramLabel = "ID", description = "Follows the live chat of this YouTube video; needs a key (--youtube-key-file, or LIVE_QA_YOUTUBE_KEY in the environment)")
    String youtubeVideo;

    @Option(names = "--youtube-key-file", paramLabel = "FILE", description = "File that holds the key of the YouTube Data API v3, and nothing else")
    Path youtubeKeyFile;

    @Option(names = "--youtube-endpoint", paramLabel = "URL", defaultValue = "https://www.googleapis.com/youtube/v3",
            description = "Where the API is. Default: ${DEFAULT-VALUE}")
    URI youtubeEndpoint;

    @Option(names = "--youtube-quota", paramLabel = "UNITS", defaultValue = "10000",
            description = "Quota units the chat may cost a day (a page of it costs 5); from half of it on the chat is read slower. Default: ${DEFAULT-VALUE}")
    int youtubeQuota;

    @Option(names = "--ahead", paramLabel = "RANK", split = ",", description = "Whose questions go ahead, three turns of four at most: paid, member. Default: nobody's",
            converter = RankName.class)
    Set<Rank> ahead = EnumSet.noneOf(Rank.class);

    @Option(names = "--moderation", paramLabel = "on|off", defaultValue = "on", description = "Whether spam, abuse and personal data are held for a moderator. Default: ${DEFAULT-VALUE}")
    Switch moderation;

    @Option(names = "--moderation-words", paramLabel = "FILE", description = "Words, one a line, that hold a question back, added to the bundled list")
    Path words;

    @Option(names = "--questions-per-minute", paramLabel = "N", defaultValue = "5", description = "Questions of one asker a minute; more are held. Default: ${DEFAULT-VALUE}")
    int perMinute;

    @Option(names = "--join-alike", paramLabel = "on|off", defaultValue = "on",
            description = "Whether a question that asks the same as a waiting one shares its answer. Default: ${DEFAULT-VALUE}")
    Switch joinAlike;

    @Option(names = "--probe-every", paramLabel = "TIME", defaultValue = "15s", description = "How often the service asks itself a question, for /health/answering; 0s: never. Default: ${DEFAULT-VALUE}",
            converter = Span.class)
    Duration probeEvery;

    @Option(names = "--probe-question", paramLabel = "TEXT", defaultValue = "財源はどこですか", description = "What it asks itself. Default: ${DEFAULT-VALUE}")
    String probeQuestion;

    @Option(names = "--log-format", paramLabel = "text|json", defaultValue = "text", description = "Of the lines on standard output. Default: ${DEFAULT-VALUE}")
    LogFormat logFormat;

    @Option(names = "--log-file", paramLabel = "FILE", description = "Writes the log there too, as JSON lines, in five files of 10 MB at most, the newest being FILE.0")
    Path logFile;

    Rules rules() throws CannotStart {
        try {
            var screen = moderation.isOn() ? HouseRules.with(words, perMinute) : Screen.OPEN;
            return new Rules(screen, Set.copyOf(ahead), joinAlike.isOn());
        } catch (IOException e) {
            throw new CannotStart("cannot read the words of --moderation-words: " + e, e);
        }
    }

    Optional<YouTube.Settings> youtube() throws CannotStart {
        if (youtubeVideo == null) return Optional.empty();
        var key = Secrets.read(youtubeKeyFile, "LIVE_QA_YOUTUBE_KEY", "--youtube-key-file")
                .orElseThrow(() -> new CannotStart("--youtube-video needs a key of the YouTube Data API v3: give --youtube-key-file FILE, or LIVE_QA_YOUTUBE_KEY in the environment", null));
        return Optional.of(new YouTube.Settings(youtubeVideo, youtubeEndpoint, key, youtubeQuota));
    }

    enum LogFormat { text, json }

    enum Switch {
        on, off;

        boolean isOn() {
            return this == on;
        }
    }

    static final class RankName implements ITypeConverter<Rank> {
        @Override
        public Rank convert(String text) {
            return Rank.of(text).filter(rank -> rank != Rank.VIEWER).orElseThrow(() -> new TypeConversionException("expected paid or member"));
        }
    }
}
