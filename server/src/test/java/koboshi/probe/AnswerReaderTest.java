package koboshi.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import koboshi.agent.journey.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1\r\n!\r\n0\r\nTrailer: x\r\n\r\n";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Answer read(String text) throws ProbeFailure {
        var reader = new AnswerReader(1_000, 1_000);
        if (!reader.take(ByteBuffer.wrap(bytes(text)))) {
            reader.closed();
        }
        return reader.answer();
    }

    private static String body(String text) throws ProbeFailure {
        return new String(read(text).body(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsABodyByItsLengthItsChunksOrItsEnd() throws ProbeFailure {
        assertThat(body("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more")).isEqualTo("hello");
        assertThat(body(CHUNKED)).isEqualTo("hello!");
        assertThat(body("HTTP/1.0 200\n\nhello")).isEqualTo("hello");
        assertThat(read("HTTP/1.1 404 Not Found\r\nX-Who: me\r\nContent-Length: 0\r\n\r\n")).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("x-who")).contains("me");
        });
    }

    @Test
    void whatComesBeforeTheAnswerIsNotTheAnswer() throws ProbeFailure {
        assertThat(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n").status()).isEqualTo(204);
    }

    @Test
    void isTheSameHoweverItsBytesAreCut() throws ProbeFailure {
        var random = new Random(7);
        var bytes = bytes(CHUNKED);
        for (int round = 0; round < 200; round++) {
            var reader = new AnswerReader(1_000, 1_000);
            boolean whole = false;
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(9));
                whole = reader.take(ByteBuffer.wrap(bytes, at, length));
                at += length;
            }
            assertThat(whole).isTrue();
            assertThat(reader.answer().body()).isEqualTo(bytes("hello!"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SSH-2.0-OpenSSH_9.2|it does not answer as HTTP/1 does: \"SSH-2.0-OpenSSH_9.2\"",
        "HTTP/2 200|it does not answer as HTTP/1 does",
        "HTTP/1.1 200 OK~no colon|a line without a name: \"no colon\"",
        "HTTP/1.1 200 OK~Content-Length: -1~|has the length",
        "HTTP/1.1 200 OK~Content-Length: 5~Content-Length: 6~|two lengths",
        "HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~|expected chunked",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~zz~|not cut into chunks",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1~ab~|not cut into chunks",
        "HTTP/1.1 200 OK~Content-Length: 1001~|larger than body_size_limit (1000 bytes)",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~fffffffffffffff~|larger than body_size_limit"
    })
    void saysWhatIsWrong(String text, String said) {
        assertThatThrownBy(() -> read(text.replace("~", "\r\n") + "\r\n")).isInstanceOf(ProbeFailure.class).hasMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nA: ", "HTTP/1.1 ", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx"})
    void anEndlessLineIsCutOff(String start) {
        var reader = new AnswerReader(1_000, 1_000);
        assertThatThrownBy(() -> {
            reader.take(ByteBuffer.wrap(bytes(start)));
            for (int i = 0; i < 100; i++) {
                reader.take(ByteBuffer.wrap(bytes("x".repeat(1_000))));
            }
        }).isInstanceOf(ProbeFailure.class);
    }

    @Test
    void anAnswerWithoutEndIsCutOffAndLittleOfItKept() {
        var reader = new AnswerReader(10_000, 100);
        assertThatThrownBy(() -> {
            reader.take(ByteBuffer.wrap(bytes("HTTP/1.1 200 OK\r\n\r\n")));
            while (true) {
                reader.take(ByteBuffer.wrap(new byte[999]));
                assertThat(reader.held()).isLessThanOrEqualTo(100);
            }
        }).isInstanceOf(ProbeFailure.class).hasMessageContaining("larger than body_size_limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"})
    void aConnectionThatEndsTooEarlyIsNoAnswer(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(ProbeFailure.class).hasMessageContaining("closed the connection");
    }

    /** Whatever comes is an answer, not one yet, or a failure in words; never anything else, and never more than its bounds. */
    @Test
    void endsWithWordsWhateverComes() {
        var random = new Random(20_251_121);
        for (int round = 0; round < 20_000; round++) {
            var bytes = bytes(CHUNKED);
            for (int changes = random.nextInt(6); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : "\r\n:; 09fF".charAt(random.nextInt(9)));
            }
            assertThatCode(() -> {
                try {
                    var reader = new AnswerReader(100, 50);
                    reader.take(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1)));
                    reader.closed();
                    assertThat(reader.answer().body().length).isLessThanOrEqualTo(50);
                } catch (ProbeFailure failure) {
                    assertThat(failure.getMessage()).isNotBlank();
                }
            }).doesNotThrowAnyException();
        }
    }
}
