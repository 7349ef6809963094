package koboshi.tsdb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import koboshi.series.Labels;

/** Labels of the series in memory. Series are only ever added; those that are gone are left out by building it anew. */
final class HeadIndex implements Index {
    private final Map<String, Map<String, Ordinals>> labels = new HashMap<>();
    /** One copy of each text, however many series bear it. */
    private final Map<String, String> texts = new HashMap<>();

    private int size;
    private long weight;

    /** The same labels with texts shared with all other series. */
    Labels shared(Labels given) {
        return given.map(text -> texts.computeIfAbsent(text, text2 -> text2));
    }

    /** @param ordinal above all before */
    void add(int ordinal, Labels series) {
        series.forEach((name, value) -> bearing(labels.computeIfAbsent(name, _ -> new HashMap<>()), name, value).add(ordinal));
        size = ordinal + 1;
        weight += (long) series.size() * Weights.LABEL;
    }

    private Ordinals bearing(Map<String, Ordinals> values, String name, String value) {
        return values.computeIfAbsent(value, _ -> {
            texts.putIfAbsent(name, name);
            texts.putIfAbsent(value, value);
            weight += Weights.pair(name, value);
            return Ordinals.growing();
        });
    }

    /** About how many bytes it takes in memory, the labels' texts included. */
    long weight() {
        return weight;
    }

    @Override
    public int seriesCount() {
        return size;
    }

    @Override
    public Ordinals all() {
        return Ordinals.upTo(size);
    }

    @Override
    public Ordinals bearing(String label, String value) {
        return labels.getOrDefault(label, Map.of()).getOrDefault(value, Ordinals.NONE).frozen();
    }

    @Override
    public void values(String label, Predicate<String> passes, BiConsumer<String, Ordinals> each) {
        labels.getOrDefault(label, Map.of()).forEach((value, series) -> {
            if (passes.test(value)) {
                each.accept(value, series.frozen());
            }
        });
    }

    @Override
    public List<String> labelNames() {
        return List.copyOf(labels.keySet());
    }
}
