package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import koboshi.series.Labels;
import org.junit.jupiter.api.Test;

class LabelBytesTest {
    private static final LabelLimits TIGHT = new LabelLimits(3, 8, 10);

    private static Labels read(Consumer<Message> labels) throws LabelsRefused {
        var bytes = Message.of(labels);
        return LabelBytes.read(bytes, 0, bytes.length, TIGHT);
    }

    private static void refuses(Consumer<Message> labels, String why) {
        assertThatThrownBy(() -> read(labels)).isInstanceOf(LabelsRefused.class).hasMessageContaining(why);
    }

    @Test
    void takesLabelsInAnyOrderAndDropsTheEmpty() throws LabelsRefused {
        assertThat(read(m -> m.label("zone", "東京").label("__name__", "up").label("job", "")))
                .isEqualTo(Labels.of("__name__", "up", "zone", "東京"));
    }

    @Test
    void takesWhatIsJustWithinTheLimits() throws LabelsRefused {
        assertThat(read(m -> m.label("__name__", "up").label("12345678", "1234567890").label("c", "c")).size()).isEqualTo(3);
    }

    @Test
    void refusesALabelBombAndNamesTheSeriesAndTheLabel() {
        refuses(m -> m.label("__name__", "up").label("a", "b").label("c", "d").label("e", "f"), "series up{a=\"b\",c=\"d\"} has more than 3 labels");
        refuses(m -> m.label("__name__", "up").label("a", "12345678901"), "series up has a value of 11 bytes in label a where at most 10 are taken");
        refuses(m -> m.label("__name__", "up").label("123456789", "1"), "name has 9 bytes where at most 8 are taken: 123456789");
    }

    @Test
    void refusesNamesThatAreMissingEmptyOrGivenTwice() {
        refuses(m -> {}, "has no __name__");
        refuses(m -> m.label("__name__", ""), "has no __name__");
        refuses(m -> m.label("__name__", "up").label("", "x"), "has a label without a name");
        refuses(m -> m.label("__name__", "up").label("a", "1").label("a", "1"), "has label a twice");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        refuses(m -> m.label("__name__", "up").in(1, label -> label.bytes(1, new byte[] {'a'}).bytes(2, new byte[] {(byte) 0xc3})),
                "the value of label a is not UTF-8");
        refuses(m -> m.in(1, label -> label.bytes(1, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}).bytes(2, new byte[] {'x'})),
                "the name of a label is not UTF-8");
    }

    @Test
    void saysWhereLabelsAreNotWellEncoded() {
        assertThatThrownBy(() -> read(m -> m.in(1, label -> label.number(1, 5)))).isInstanceOf(WireError.class).hasMessageContaining("wrong kind");
        assertThatThrownBy(() -> read(m -> m.number(1, 5))).isInstanceOf(WireError.class).hasMessageContaining("expected a label");
    }
}
