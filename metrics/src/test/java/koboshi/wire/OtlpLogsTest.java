package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OtlpLogsTest {
    private static final byte[] WHOLE = Message.of(request -> request.in(1, all -> all
            .in(2, scope -> scope.in(2, record -> record.eight(1, 77_000_000).number(2, 18).in(5, body -> body.text(1, "it fell"))
                    .in(6, one -> one.text(1, "code").in(2, value -> value.number(3, 7))).bytes(9, HexFormat.of().parseHex("0102"))))
            .in(1, resource -> resource.in(1, one -> one.text(1, "service.name").in(2, value -> value.text(1, "web"))))));

    @Test
    void readsARecordWhoseOriginStandsBehindIt() {
        var lines = new ArrayList<String>();
        OtlpLogs.read(WHOLE, WHOLE.length, (service, millis, labels, text) -> lines.add(service + " " + millis + " " + labels + " " + text));
        assertThat(lines).containsExactly("web 77 {code=7, trace_id=0102, level=error} it fell");
    }

    @Test
    void survivesMutatedMessages() {
        var random = new Random(20261202);
        int errors = 0;
        var read = new ArrayList<String>();
        for (int i = 0; i < 20_000; i++) {
            var bytes = Mutation.of(WHOLE, random);
            try {
                OtlpLogs.read(bytes, bytes.length, (_, _, _, text) -> read.add(text));
            } catch (WireError e) {
                assertThat(e.offset()).isBetween(0, bytes.length);
                errors++;
            }
        }
        assertThat(errors).isBetween(3_000, 19_999);
        assertThat(read).isNotEmpty();
    }
}
