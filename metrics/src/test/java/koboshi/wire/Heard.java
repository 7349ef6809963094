package koboshi.wire;

import java.util.ArrayList;
import java.util.List;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;

/** Keeps what a message holds. */
final class Heard implements CounterReceiver {
    record One(Labels labels, Sample sample) {}

    final List<Labels> series = new ArrayList<>();
    final List<One> samples = new ArrayList<>();
    final List<Long> beginnings = new ArrayList<>();

    static Heard of(byte[] message) {
        var heard = new Heard();
        RemoteWrite.read(message, message.length, heard);
        return heard;
    }

    @Override
    public void series(byte[] message, int from, int to) {
        try {
            series.add(LabelBytes.read(message, from, to, LabelLimits.STANDARD));
        } catch (LabelsRefused e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void beginning(long millis) {
        beginnings.add(millis);
    }

    @Override
    public void sample(long millis, double value) {
        samples.add(new One(series.getLast(), new Sample(millis, value)));
    }

    @Override
    public void histogram(long millis, Histogram histogram) {
        samples.add(new One(series.getLast(), new Sample(millis, histogram)));
    }
}
