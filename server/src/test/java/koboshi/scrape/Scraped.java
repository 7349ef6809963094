package koboshi.scrape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import koboshi.config.Configuration;
import koboshi.config.ScrapeJob;
import koboshi.scrape.ScrapeLoop.Surroundings;
import koboshi.series.Matcher;
import koboshi.series.Sample;
import koboshi.series.Series;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import koboshi.wire.Family;

/** One target scraped by hand, each time fifteen seconds after the last. */
final class Scraped implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Duration STEP = Duration.ofSeconds(15);

    private final Path folder;
    private Store store;
    private final Clients clients = new Clients();
    private Surroundings around;
    private final Scrape scrape = new Scrape();
    private Target target;
    private Instant now = START;

    /** @param job the keys of the job, as in the section {@code scrapes} */
    Scraped(Path folder, String job) throws Exception {
        this.folder = folder;
        open();
        follow(folder, job);
    }

    private void open() throws IOException {
        store = Store.open(folder.resolve("series"), Settings.standard().withClock(() -> now));
        around = new Surroundings(store, () -> now, new Fetching(clients, new Room(), "Koboshi/test"), new Semaphore(1), new Descriptions());
    }

    /** The store forgets by which bytes it was told of series. */
    void reopen() throws IOException {
        store.close();
        open();
    }

    void follow(Path folder, String job) throws Exception {
        target = targets(job(folder, job)).getFirst();
    }

    static ScrapeJob job(Path folder, String job) throws Exception {
        return jobs(folder, "scrapes: {demo: " + job + "}\n").getFirst();
    }

    static List<ScrapeJob> jobs(Path folder, String yaml) throws Exception {
        Files.createDirectories(folder);
        return Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), yaml)).settings().scrapes().jobs();
    }

    static List<Target> targets(ScrapeJob job) {
        return List.copyOf(Finding.find(job, job.groups()).targets().values());
    }

    Scrape.Result scrape() {
        now = now.plus(STEP);
        return scrape.run(target, now.toEpochMilli(), around, new CompletableFuture<>());
    }

    /** One answer after the other. */
    Scrape.Result scrapeAll(Exposer exposer, String... answers) {
        Scrape.Result last = null;
        for (var answer : answers) {
            exposer.says(answer);
            last = scrape();
        }
        return last;
    }

    List<Family> families() {
        return scrape.families();
    }

    void end() throws IOException {
        now = now.plus(STEP);
        scrape.end(around, now.toEpochMilli());
    }

    long millis() {
        return now.toEpochMilli();
    }

    /** Everything there is of a series by its whole text, one entry a scrape: a number, or "end". */
    List<String> values(String series) {
        return samples(series).stream().map(sample -> sample.stale() ? "end" : sample.histogram() == null ? text(sample.value()) : "histogram").toList();
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    List<Sample> samples(String series) {
        return all().stream().filter(one -> one.labels().toString().equals(series)).flatMap(one -> one.samples().stream()).toList();
    }

    private List<Series> all() {
        return store.select(List.of(new Matcher("__name__", Matcher.Kind.LIKE, ".+")), 0, Long.MAX_VALUE - 1);
    }

    /** All series but those that are told of each scrape. */
    List<String> names() {
        return all().stream().map(one -> one.labels().toString()).filter(name -> !name.startsWith("scrape_") && !name.startsWith("up{")).toList();
    }

    @Override
    public void close() throws IOException {
        clients.close();
        store.close();
    }
}
