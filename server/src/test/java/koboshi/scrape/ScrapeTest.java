package koboshi.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import koboshi.wire.Family;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeTest {
    @TempDir
    Path folder;

    private Exposer exposer;

    @BeforeEach
    void start() throws IOException {
        exposer = new Exposer();
    }

    @AfterEach
    void stop() {
        exposer.close();
    }

    private Scraped scraped(String more) throws Exception {
        return new Scraped(folder, "{targets: ['" + exposer.address() + "'], labels: {zone: a}" + more + "}");
    }

    private String of(String name) {
        return of(name, "");
    }

    /** A series' text: the target's labels, and one more. */
    private String of(String name, String more) {
        return name + "{" + more + "instance=\"" + exposer.address() + "\",job=\"demo\",zone=\"a\"}";
    }

    @Test
    void keepsWhatATargetSaysWithTheLabelsOfTheTarget() throws Exception {
        try (var scraped = scraped("")) {
            exposer.says("a{b=\"c\"} 1\nd 2\n");
            scraped.scrape();
            exposer.says("a{b=\"c\"} 3\nd 4\n");
            assertThat(scraped.scrape()).isEqualTo(new Scrape.Result("", "", 2, 2));
            assertThat(scraped.names()).containsExactly(of("a", "b=\"c\","), of("d"));
            assertThat(scraped.values(of("a", "b=\"c\","))).containsExactly("1", "3");
            assertThat(scraped.values(of("d"))).containsExactly("2", "4");
        }
    }

    @Test
    void tellsOfEachScrapeInSeries() throws Exception {
        try (var scraped = scraped(", extra_scrape_metrics: true, metric_relabel_configs: [{source_labels: [__name__], regex: b, action: drop}]")) {
            exposer.says("a 1\nb 2\n");
            scraped.scrape();
            exposer.says("oh no\n");
            scraped.scrape();
            assertThat(scraped.values(of("up"))).containsExactly("1", "0");
            assertThat(scraped.values(of("scrape_samples_scraped"))).containsExactly("2", "0");
            assertThat(scraped.values(of("scrape_samples_post_metric_relabeling"))).containsExactly("1", "0");
            assertThat(scraped.values(of("scrape_series_added"))).containsExactly("1", "0");
            assertThat(scraped.values(of("scrape_timeout_seconds"))).containsExactly("10", "10");
            assertThat(scraped.values(of("scrape_sample_limit"))).containsExactly("100000", "100000");
            assertThat(scraped.values(of("scrape_body_size_bytes"))).containsExactly("8", "6");
            assertThat(scraped.samples(of("scrape_duration_seconds"))).hasSize(2).allSatisfy(one -> assertThat(one.value()).isBetween(0.0, 10.0));
        }
    }

    @Test
    void marksASeriesThatIsNotSaidAnyMoreAsEnded() throws Exception {
        try (var scraped = scraped("")) {
            scraped.scrapeAll(exposer, "a 1\nb 1\n", "a 2\n", "a 3\n", "a 4\nb 4\n");
            assertThat(scraped.values(of("a"))).containsExactly("1", "2", "3", "4");
            assertThat(scraped.values(of("b"))).containsExactly("1", "end", "4");
        }
    }

    @Test
    void marksEverythingAsEndedWhenAScrapeFails() throws Exception {
        try (var scraped = scraped("")) {
            scraped.scrapeAll(exposer, "a 1\n", "b 2\na oops\n", "also broken", "a 4\n");
            assertThat(scraped.values(of("a"))).containsExactly("1", "end", "4");
            assertThat(scraped.names()).as("nothing of a broken answer").containsExactly(of("a"));
            assertThat(scraped.values(of("up"))).containsExactly("1", "0", "0", "1");
        }
    }

    @Test
    void marksEverythingAsEndedWhenTheTargetIsTakenAway() throws Exception {
        try (var scraped = scraped("")) {
            scraped.scrapeAll(exposer, "a 1\n");
            scraped.end();
            assertThat(scraped.values(of("a"))).containsExactly("1", "end");
            assertThat(scraped.values(of("up"))).containsExactly("1", "end");
        }
    }

    @Test
    void momentsOfTheTargetCountAndDoNotEnd() throws Exception {
        try (var scraped = scraped("")) {
            long moment = Scraped.START.toEpochMilli() + 5_000;
            scraped.scrapeAll(exposer, "a 1 " + moment + "\n", "", "");
            assertThat(scraped.samples(of("a"))).singleElement().satisfies(one -> assertThat(one.millis()).isEqualTo(moment));
        }
    }

    @Test
    void momentsOfTheTargetDoNotCountWhereTheyAreNotHonoured() throws Exception {
        try (var scraped = scraped(", honor_timestamps: false")) {
            scraped.scrapeAll(exposer, "a 1 5\n", "");
            assertThat(scraped.values(of("a"))).containsExactly("1", "end");
        }
    }

    @Test
    void namesSamplesThatAreTooOldOrTooFarAhead() throws Exception {
        try (var scraped = scraped("")) {
            long now = Scraped.START.toEpochMilli();
            var result = scraped.scrapeAll(exposer, "x 1\n", "a 1 " + (now - 3 * 3_600_000) + "\nb 1 " + (now + 3_600_000) + "\nc 1\n");
            assertThat(result.error()).isEmpty();
            assertThat(result.warning()).contains("1 samples of more than an hour ago; the first: a").contains("1 samples are too far in the future; the first: b{");
            assertThat(scraped.values(of("c"))).containsExactly("1");
        }
    }

    @Test
    void namesWhatIsThereTwiceAndKeepsTheFirst() throws Exception {
        try (var scraped = scraped("")) {
            var result = scraped.scrapeAll(exposer, "a{b=\"1\"} 1\na{b=\"1\"} 2\n");
            assertThat(result.warning()).isEqualTo("1 samples of series that were there already; the first: a{b=\"1\"}");
            assertThat(scraped.values(of("a", "b=\"1\","))).containsExactly("1");
        }
    }

    @Test
    void renamesALabelBothHaveUnlessTheSeriesIsHonoured() throws Exception {
        try (var scraped = scraped("")) {
            scraped.scrapeAll(exposer, "a{job=\"theirs\",exported_job=\"older\"} 1\n");
            assertThat(scraped.names()).containsExactly(of("a", "exported_exported_job=\"theirs\",exported_job=\"older\","));
        }
        try (var honoured = new Scraped(folder.resolve("other"), "{targets: ['" + exposer.address() + "'], honor_labels: true}")) {
            honoured.scrapeAll(exposer, "a{job=\"theirs\"} 1\n");
            assertThat(honoured.names()).containsExactly("a{instance=\"" + exposer.address() + "\",job=\"theirs\"}");
        }
    }

    @Test
    void rulesRewriteAndDropSeries() throws Exception {
        var rules = ", metric_relabel_configs: [{source_labels: [__name__], regex: 'go_.*', action: drop}, {regex: path, action: labeldrop},"
                + " {source_labels: [code], regex: '(.).*', target_label: class, replacement: '${1}xx'}]";
        try (var scraped = scraped(rules)) {
            var result = scraped.scrapeAll(exposer, "go_x 1\na{path=\"/\",code=\"503\"} 1\n");
            assertThat(scraped.names()).containsExactly(of("a", "class=\"5xx\",code=\"503\","));
            assertThat(result).extracting(Scrape.Result::samples, Scrape.Result::series).containsExactly(2, 1);
        }
    }

    @Test
    void aSeriesThatIsDroppedNeitherGoesOnNorEnds() throws Exception {
        try (var scraped = scraped(", metric_relabel_configs: [{source_labels: [__name__], regex: b, action: drop}]")) {
            scraped.scrapeAll(exposer, "a 1\nb 2\n", "a 1\nb 2\n", "a 1\n", "oh no\n");
            assertThat(scraped.names()).containsExactly(of("a"));
            assertThat(scraped.values(of("a"))).containsExactly("1", "1", "1", "end");
        }
    }

    @Test
    void refusesAnAnswerAboveALimitAndSaysWhichOne() throws Exception {
        var many = IntStream.range(0, 30).mapToObj(i -> "a{i=\"" + i + "\"} 1\n").collect(Collectors.joining());
        try (var scraped = scraped(", sample_limit: 29, label_limit: 5, label_name_length_limit: 20, label_value_length_limit: 30, body_size_limit: 1KiB")) {
            assertThat(scraped.scrapeAll(exposer, many).error()).isEqualTo("it has 30 samples where sample_limit is 29: none of them is taken");
            assertThat(scraped.scrapeAll(exposer, "a{b=\"1\",c=\"2\"} 1\n").error()).contains("has 6 labels where label_limit is 5");
            assertThat(scraped.scrapeAll(exposer, "a{a_name_of_more_than_twenty_letters=\"1\"} 1\n").error()).contains("label_name_length_limit is 20");
            assertThat(scraped.scrapeAll(exposer, "a{b=\"" + "x".repeat(31) + "\"} 1\n").error()).contains("has 31 bytes in label b where label_value_length_limit is 30");
            assertThat(scraped.scrapeAll(exposer, "# " + "x".repeat(1100) + "\na 1\n").error()).isEqualTo("its answer is larger than body_size_limit (1024 bytes)");
            assertThat(scraped.names()).isEmpty();
            assertThat(scraped.scrapeAll(exposer, "a 1\n").error()).isEmpty();
        }
    }

    @Test
    void readsPackedAnswersAndNoBomb() throws Exception {
        try (var scraped = scraped(", body_size_limit: 1MiB")) {
            exposer.says(Exposer.packed(Exposer.gzip("a 1\n".getBytes(StandardCharsets.UTF_8))));
            assertThat(scraped.scrape().error()).isEmpty();
            assertThat(exposer.asked()).containsEntry("accept-encoding", "gzip");
            var zeros = new byte[64 << 20];
            Arrays.fill(zeros, (byte) '\n');
            exposer.says(Exposer.packed(Exposer.gzip(zeros)));
            assertThat(scraped.scrape().error()).isEqualTo("its answer is larger than body_size_limit (1048576 bytes)");
            exposer.says(Exposer.packed("not gzip at all".getBytes(StandardCharsets.UTF_8)));
            assertThat(scraped.scrape().error()).contains("cannot be unpacked");
            var cut = Exposer.gzip("a 1\n".repeat(100).getBytes(StandardCharsets.UTF_8));
            exposer.says(Exposer.packed(Arrays.copyOf(cut, cut.length - 9)));
            assertThat(scraped.scrape().error()).contains("cannot be unpacked");
        }
    }

    @Test
    void anAnswerThatNeverEndsIsGivenUpInTime() throws Exception {
        try (var scraped = scraped(", every: 300ms, timeout: 300ms")) {
            exposer.says(exchange -> {
                exchange.sendResponseHeaders(200, 0);
                try {
                    while (true) {
                        exchange.getResponseBody().write("a 1\n".getBytes(StandardCharsets.UTF_8));
                        exchange.getResponseBody().flush();
                        LockSupport.parkNanos(10_000_000);
                    }
                } catch (IOException _) {
                    // Whoever listened has gone, which is what the test waits for.
                }
            });
            long start = System.nanoTime();
            assertThat(scraped.scrape().error()).isEqualTo("it did not end its answer in time");
            assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
        }
    }

    @Test
    void saysWhatKindOfWrongAnswerItWas() throws Exception {
        try (var scraped = scraped("")) {
            exposer.says(Exposer.bytes("text/html; charset=utf-8", "<html>".getBytes(StandardCharsets.UTF_8)));
            assertThat(scraped.scrape().error()).isEqualTo("it answers with a page for people (text/html; charset=utf-8); is the path right?");
            exposer.says(Exposer.status(503, "X-A", "b"));
            assertThat(scraped.scrape().error()).isEqualTo("it answered with the status 503");
            assertThat(scraped.scrapeAll(exposer, "# TYPE a counter\na 1\n# TYPE a b\n").error()).startsWith("line 3, column 10: expected a type such as counter");
            exposer.says(Exposer.bytes("application/openmetrics-text; version=1.0.0", "a 1\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(scraped.scrape().error()).contains("expected # EOF at the end");
            exposer.close();
            assertThat(scraped.scrape().error()).isEqualTo("nobody listens at " + exposer.address());
        }
    }

    @Test
    void aConnectionThatWasClosedInTheMeantimeIsNoFailure() throws Exception {
        try (var scraped = scraped("")) {
            exposer.says(exchange -> {
                if (exposer.times() % 2 == 0) {
                    exchange.close();
                } else {
                    Exposer.text("a 1\n").answer(exchange);
                }
            });
            for (int i = 0; i < 4; i++) {
                assertThat(scraped.scrape().error()).isEmpty();
            }
        }
    }

    @Test
    void followsRedirectsButTakesNoLoginElsewhere() throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        try (var other = new Exposer(); var scraped = scraped(", bearer: {file: " + secret + "}")) {
            exposer.says(Exposer.status(302, "Location", "http://" + other.address() + "/elsewhere"));
            other.says("a 1\n");
            assertThat(scraped.scrape().error()).isEmpty();
            assertThat(exposer.asked()).containsEntry("authorization", "Bearer s3cret");
            assertThat(other.asked()).containsEntry(":path", "/elsewhere").doesNotContainKey("authorization");
            exposer.says(Exposer.status(302, "Location", "/again"));
            assertThat(scraped.scrape().error()).isEqualTo("it sends us on more than 10 times");
        }
    }

    @Test
    void saysWhoItIsAndWhatItWants() throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        try (var scraped = scraped(", path: /probe, params: {target: ['a b', c]}, timeout: 2s, basic_auth: {user: me, password: {file: " + secret + "}}")) {
            scraped.scrapeAll(exposer, "a 1\n");
            assertThat(exposer.asked())
                    .containsEntry(":path", "/probe?target=a+b&target=c")
                    .containsEntry("authorization", "Basic bWU6czNjcmV0")
                    .containsEntry("user-agent", "Koboshi/test")
                    .containsEntry("x-prometheus-scrape-timeout-seconds", "2.0")
                    .containsEntry("accept", "application/openmetrics-text;version=1.0.0;q=0.4,application/openmetrics-text;version=0.0.1;q=0.3,"
                            + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1");
        }
    }

    @Test
    void aSeriesGoesOnHoweverLongItWasAway() throws Exception {
        try (var scraped = scraped("")) {
            scraped.scrapeAll(exposer, "a 1\nb{c=\"d\"} 1\n");
            for (int away = 0; away < 40; away++) {
                scraped.scrapeAll(exposer, "a 1\n");
            }
            assertThat(scraped.scrapeAll(exposer, "a 1\nb{c=\"d\"} 2\n", "a 1\nb{c=\"e\"} 3\n", "a 1\nb{ c = \"d\" } 4\n").series()).isEqualTo(2);
            assertThat(scraped.values(of("b", "c=\"d\","))).containsExactly("1", "end", "2", "end", "4");
            assertThat(scraped.values(of("b", "c=\"e\","))).containsExactly("3", "end");
        }
    }

    @Test
    void goesOnWhereAMetricBecomesAnotherKind() throws Exception {
        try (var scraped = scraped("")) {
            scraped.scrapeAll(exposer, "# TYPE a gauge\na 1\n", "# TYPE a counter\na 2\n", "# TYPE a summary\na_count 3\na_sum 4\n");
            assertThat(scraped.values(of("a"))).containsExactly("1", "2", "end");
            assertThat(scraped.values(of("a_count"))).containsExactly("3");
            assertThat(scraped.values(of("a_sum"))).containsExactly("4");
        }
    }

    @Test
    void readsAllLabelsAgainWhenTheStoreForgotThem() throws Exception {
        try (var scraped = scraped("")) {
            scraped.scrapeAll(exposer, "a 1\nb 1\n");
            scraped.reopen();
            assertThat(scraped.scrapeAll(exposer, "a 2\nb 2\n")).isEqualTo(new Scrape.Result("", "", 2, 2));
            scraped.scrapeAll(exposer, "a 3\n");
            assertThat(scraped.values(of("a"))).containsExactly("1", "2", "3");
            assertThat(scraped.values(of("b"))).containsExactly("1", "2", "end");
        }
    }

    @Test
    void aMillionSeriesAreRefusedAndTheNextAnswerIsTaken() throws Exception {
        var many = IntStream.range(0, 1_000_000).mapToObj(i -> "a{i=\"" + i + "\"} 1\n").collect(Collectors.joining());
        try (var scraped = scraped("")) {
            assertThat(scraped.scrapeAll(exposer, many).error()).isEqualTo("it has 1000000 samples where sample_limit is 100000: none of them is taken");
            assertThat(scraped.scrapeAll(exposer, "a 1\n").series()).isEqualTo(1);
            assertThat(scraped.names()).containsExactly(of("a"));
        }
    }

    @Test
    void remembersWhatATargetSaysOfItsMetrics() throws Exception {
        try (var scraped = scraped("")) {
            scraped.scrapeAll(exposer, "# HELP a How many.\n# TYPE a counter\na 1\n");
            assertThat(scraped.families()).containsExactly(new Family("a", "counter", "How many.", ""));
            scraped.scrapeAll(exposer, "broken", "# TYPE a gauge\na 1\n");
            assertThat(scraped.families()).as("what comes back may be another version").containsExactly(new Family("a", "gauge", "", ""));
            scraped.scrapeAll(exposer, "# TYPE a counter\na 1\n");
            assertThat(scraped.families()).as("not read at each scrape").containsExactly(new Family("a", "gauge", "", ""));
        }
    }

    @Test
    void warnsOfAMetricThatIsOfAnotherTypeNow() throws Exception {
        try (var scraped = scraped("")) {
            exposer.says("# TYPE a counter\na 1\n");
            assertThat(scraped.scrape().warning()).isEmpty();
            exposer.says("# TYPE a gauge\na 1\nb 1\n");
            Scrape.Result last = null;
            for (int i = 0; i < 61; i++) {
                last = scraped.scrape();
            }
            assertThat(last.warning()).isEqualTo("a was a counter and is a gauge now");
            assertThat(last.error()).isEmpty();
        }
    }
}
