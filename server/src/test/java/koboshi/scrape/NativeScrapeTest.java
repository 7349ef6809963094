package koboshi.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import koboshi.series.Buckets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protobuf, as the client libraries write it. */
class NativeScrapeTest {
    private static final String TYPE = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

    @TempDir
    Path folder;

    private static byte[] field(int number, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(number << 3 | 2);
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] text(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] whole(int number, int value) {
        return new byte[] {(byte) (number << 3), (byte) value};
    }

    private static byte[] fixed(int number, double value) {
        return ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).put((byte) (number << 3 | 1)).putDouble(value).array();
    }

    /** Of schema 0: so many observations in (0.5, 1] and twice as many in (1, 2]. */
    private static byte[] family(int observed) {
        var histogram = joined(whole(1, observed * 3), fixed(2, 4.5 * observed), whole(5, 0), fixed(6, 0.001), field(12, joined(whole(1, 0), whole(2, 2))),
                field(13, new byte[] {(byte) (observed * 2), (byte) (observed * 2)}),
                field(3, joined(whole(1, observed), fixed(2, 1))));
        var metric = joined(field(1, joined(text(1, "path"), text(2, "/"))), field(7, histogram));
        var family = joined(text(1, "latency_seconds"), whole(3, 4), field(4, metric));
        return joined(new byte[] {(byte) family.length}, family);
    }

    @Test
    void keepsNativeHistogramsAndTheirEnd() throws Exception {
        try (var exposer = new Exposer(); var scraped = new Scraped(folder, "{targets: ['" + exposer.address() + "'], scrape_native_histograms: true}")) {
            exposer.says(Exposer.bytes(TYPE, family(1)));
            assertThat(scraped.scrape().error()).isEmpty();
            assertThat(exposer.asked().get("accept")).startsWith("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.5,");
            exposer.says(Exposer.bytes(TYPE, family(2)));
            scraped.scrape();
            exposer.says(Exposer.bytes(TYPE, new byte[0]));
            scraped.scrape();
            var series = "latency_seconds{instance=\"" + exposer.address() + "\",job=\"demo\",path=\"/\"}";
            assertThat(scraped.values(series)).containsExactly("histogram", "histogram", "end");
            assertThat(scraped.samples(series).get(1).histogram().positive()).isEqualTo(Buckets.of(new int[] {0, 1}, new double[] {2, 4}));
            assertThat(scraped.names()).as("no classic buckets").containsExactly(series);
        }
    }

    @Test
    void keepsClassicBucketsBesideThemWhereAskedTo() throws Exception {
        try (var exposer = new Exposer();
                var scraped = new Scraped(folder, "{targets: ['" + exposer.address() + "'], scrape_native_histograms: true, always_scrape_classic_histograms: true}")) {
            exposer.says(Exposer.bytes(TYPE, family(1)));
            scraped.scrape();
            assertThat(scraped.names()).extracting(name -> name.replaceAll("\\{.*?(le=\"[^\"]*\")?,?path.*", "{$1")).containsExactly(
                    "latency_seconds{", "latency_seconds_bucket{le=\"+Inf\"", "latency_seconds_bucket{le=\"1.0\"", "latency_seconds_count{", "latency_seconds_sum{");
        }
    }

    @Test
    void refusesFamiliesThatAreBroken() throws Exception {
        try (var exposer = new Exposer(); var scraped = new Scraped(folder, "{targets: ['" + exposer.address() + "']}")) {
            var broken = family(1);
            broken[0]++;
            exposer.says(Exposer.bytes(TYPE, broken));
            assertThat(scraped.scrape().error()).contains("bytes where");
            assertThat(scraped.names()).isEmpty();
        }
    }
}
