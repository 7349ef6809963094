package koboshi.tsdb;

import java.util.Arrays;
import java.util.List;

/** Sets of series as ascending numbers. */
final class Ordinals {
    static final Ordinals NONE = new Ordinals(new int[0], 0);

    private int[] numbers;
    private int size;

    private Ordinals(int[] numbers, int size) {
        this.numbers = numbers;
        this.size = size;
    }

    static Ordinals growing() {
        return new Ordinals(new int[2], 0);
    }

    /** Takes the array as it is. */
    static Ordinals of(int... ascending) {
        return new Ordinals(ascending, ascending.length);
    }

    static Ordinals upTo(int size) {
        var all = new int[size];
        Arrays.setAll(all, i -> i);
        return of(all);
    }

    int size() {
        return size;
    }

    int get(int place) {
        return numbers[place];
    }

    /** @param number above all before */
    void add(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(2, size + (size >> 1)));
        }
        numbers[size++] = number;
    }

    /** As a set that others may hold while this one grows. */
    Ordinals frozen() {
        return new Ordinals(numbers, size);
    }

    /** What both have. Looks each of the smaller set up in the larger, in leaps, since one side is often tiny. */
    Ordinals and(Ordinals other) {
        if (other.size < size) {
            return other.and(this);
        }
        var both = new int[size];
        int found = 0;
        int at = 0;
        for (int i = 0; i < size && at < other.size; i++) {
            at = other.from(at, numbers[i]);
            if (at < other.size && other.numbers[at] == numbers[i]) {
                both[found++] = numbers[i];
            }
        }
        return new Ordinals(both, found);
    }

    /** The first place not before the given one whose number is not below. */
    private int from(int place, int number) {
        int step = 1;
        int low = place;
        int high = place;
        while (high < size && numbers[high] < number) {
            low = high + 1;
            high += step;
            step <<= 1;
        }
        int found = Arrays.binarySearch(numbers, low, Math.min(high, size), number);
        return found < 0 ? -found - 1 : found;
    }

    Ordinals without(Ordinals other) {
        if (other.size == 0) {
            return this;
        }
        var left = new int[size];
        int kept = 0;
        int at = 0;
        for (int i = 0; i < size; i++) {
            at = other.from(at, numbers[i]);
            if (at == other.size || other.numbers[at] != numbers[i]) {
                left[kept++] = numbers[i];
            }
        }
        return new Ordinals(left, kept);
    }

    /** Disjoint sets or not, each number once. */
    static Ordinals union(List<Ordinals> sets) {
        if (sets.size() <= 1) {
            return sets.isEmpty() ? NONE : sets.getFirst();
        }
        var all = new int[sets.stream().mapToInt(Ordinals::size).sum()];
        int size = 0;
        for (var set : sets) {
            System.arraycopy(set.numbers, 0, all, size, set.size);
            size += set.size;
        }
        Arrays.sort(all, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || all[i] != all[i - 1]) {
                all[kept++] = all[i];
            }
        }
        return new Ordinals(all, kept);
    }
}
