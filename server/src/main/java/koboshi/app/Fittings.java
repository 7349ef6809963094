package koboshi.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.act.Callers;
import koboshi.act.WebhookCaller;
import koboshi.config.Configuration;
import koboshi.config.Settings;
import koboshi.http.Allowance;
import koboshi.http.Entrance;
import koboshi.http.Premises;
import koboshi.http.Tokens;
import koboshi.integration.webhook.Webhook;
import koboshi.log.LogStore;
import koboshi.promql.Options;

/** What is made of the settings once, at the start. */
final class Fittings {
    private Fittings() {}

    /** @param clock the loop's: a sample that came now must be of now when a guard asks, whatever the wall's clock does */
    static Entrance entrance(Settings settings, InstantSource clock) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName(settings.listen().host()), settings.listen().port());
        var entrance = Entrance.at(address, tokens(settings));
        return new Entrance(entrance.listen(), settings.names(), entrance.tokens(), entrance.zone(), clock, entrance.patience(), allowance(settings));
    }

    static Tokens tokens(Settings settings) throws IOException {
        return Tokens.read(settings.tokens().orElse(settings.state().resolve("tokens.json")));
    }

    /**
     * Half of the memory there may be is for series; a third is for queries.
     *
     * @param clock the loop's: what it has not come to yet is in the future
     */
    static koboshi.tsdb.Settings series(Settings settings, InstantSource clock) {
        return koboshi.tsdb.Settings.standard()
                .withClock(clock)
                .withKeep(settings.metrics().keep(), settings.metrics().disk())
                .withWindow(settings.metrics().late(), settings.metrics().ahead())
                .withMemory(Runtime.getRuntime().maxMemory() / 2);
    }

    static Premises premises(Configuration configuration, Instant started, Instant followed) {
        var settings = configuration.settings();
        var options = Options.standard();
        var flags = Map.of(
                "storage.tsdb.retention.time", settings.metrics().keep().toHours() + "h",
                "storage.tsdb.retention.size", settings.metrics().disk() + "B",
                "query.lookback-delta", options.lookback().toMinutes() + "m",
                "query.timeout", options.limits().time().toMinutes() + "m",
                "query.max-samples", Long.toString(options.limits().samples()),
                "web.listen-address", settings.listen().toString(),
                "web.enable-remote-write-receiver", "true",
                "web.external-url", configuration.rules().surroundings().externalUrl());
        return new Premises(started, settings.state().toString(), configuration.source(), followed, flags);
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
    static List<String> changed(Configuration before, Configuration after) {
        return Stream.of(
                        changed("listen", before.settings().listen(), after.settings().listen()),
                        changed("names", before.settings().names(), after.settings().names()),
                        changed("tokens", before.settings().tokens(), after.settings().tokens()),
                        changed("state", before.settings().state(), after.settings().state()),
                        changed("metrics", before.settings().metrics(), after.settings().metrics()),
                        changed("logs", before.settings().logs(), after.settings().logs()),
                        changed("senders", before.settings().senders(), after.settings().senders()),
                        changed("notify", before.settings().webhook(), after.settings().webhook()),
                        changed("source", before.elsewhere().source(), after.elsewhere().source()),
                        changed("remote_write", before.elsewhere().remoteWrites(), after.elsewhere().remoteWrites()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> changed(String name, Object before, Object after) {
        return before.equals(after) ? Optional.empty() : Optional.of(name);
    }
}
