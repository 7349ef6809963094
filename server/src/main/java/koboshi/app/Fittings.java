package koboshi.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.act.Callers;
import koboshi.act.WebhookCaller;
import koboshi.config.Settings;
import koboshi.http.Allowance;
import koboshi.http.Entrance;
import koboshi.http.Tokens;
import koboshi.integration.webhook.Webhook;
import koboshi.log.LogStore;

/** What is made of the settings once, at the start. */
final class Fittings {
    /** What one series takes in memory, with a good part left for everything else. */
    private static final int BYTES_A_SERIES = 1024;

    private Fittings() {}

    /** @param clock the loop's: a sample that came now must be of now when a guard asks, whatever the wall's clock does */
    static Entrance entrance(Settings settings, InstantSource clock) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName(settings.listen().host()), settings.listen().port());
        var entrance = Entrance.at(address, Tokens.read(settings.tokens().orElse(settings.state().resolve("tokens.json"))));
        return new Entrance(entrance.listen(), entrance.names(), entrance.tokens(), entrance.zone(), clock, entrance.patience(), allowance(settings));
    }

    /** @param clock the loop's: what it has not come to yet is in the future */
    static koboshi.tsdb.Settings series(Settings settings, InstantSource clock) {
        long room = Runtime.getRuntime().maxMemory() / BYTES_A_SERIES;
        var standard = koboshi.tsdb.Settings.standard();
        return standard.withClock(clock)
                .withKeep(settings.metrics().keep(), settings.metrics().disk())
                .withMaxSeries((int) Math.min(standard.maxSeries(), room));
    }

    private static Allowance allowance(Settings settings) {
        var senders = settings.senders();
        return new Allowance(senders.samples(), senders.bytes(), senders.series());
    }

    static LogStore.Limits logs(Settings settings) {
        return LogStore.Limits.STANDARD.with(settings.logs().keep(), settings.logs().disk());
    }

    static Callers callers(Settings settings) throws IOException {
        if (settings.webhook().isEmpty()) {
            return new Callers(List.of());
        }
        var webhook = settings.webhook().get();
        var secret = webhook.secret().isPresent() ? Optional.of(webhook.secret().get().value()) : Optional.<String>empty();
        return new Callers(List.of(new WebhookCaller(new Webhook(webhook.url(), secret))));
    }

    /** What a reload cannot follow, by the names of the keys. */
    static List<String> changed(Settings before, Settings after) {
        return Stream.of(
                        changed("listen", before.listen(), after.listen()),
                        changed("tokens", before.tokens(), after.tokens()),
                        changed("state", before.state(), after.state()),
                        changed("metrics", before.metrics(), after.metrics()),
                        changed("logs", before.logs(), after.logs()),
                        changed("senders", before.senders(), after.senders()),
                        changed("notify", before.webhook(), after.webhook()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> changed(String name, Object before, Object after) {
        return before.equals(after) ? Optional.empty() : Optional.of(name);
    }
}
