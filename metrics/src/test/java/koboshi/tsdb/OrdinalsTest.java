package koboshi.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OrdinalsTest {
    @Test
    void setsAreCombinedAsSetsAre() {
        for (int seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            var one = set(random);
            var other = set(random);
            var both = new TreeSet<>(one);
            both.retainAll(other);
            var left = new TreeSet<>(one);
            left.removeAll(other);
            var either = new TreeSet<>(one);
            either.addAll(other);
            assertThat(read(of(one).and(of(other)))).isEqualTo(both);
            assertThat(read(of(one).without(of(other)))).isEqualTo(left);
            assertThat(read(Ordinals.union(List.of(of(one), of(other), Ordinals.NONE)))).isEqualTo(either);
        }
    }

    @Test
    void aFrozenSetStaysWhileTheOtherGrows() {
        var growing = Ordinals.growing();
        growing.add(3);
        var frozen = growing.frozen();
        for (int i = 4; i < 100; i++) {
            growing.add(i);
        }
        assertThat(read(frozen)).containsExactly(3);
        assertThat(growing.size()).isEqualTo(97);
    }

    private static TreeSet<Integer> set(Random random) {
        var set = new TreeSet<Integer>();
        int size = random.nextInt(1 + random.nextInt(200));
        int range = 1 + random.nextInt(400);
        for (int i = 0; i < size; i++) {
            set.add(random.nextInt(range));
        }
        return set;
    }

    private static Ordinals of(TreeSet<Integer> set) {
        return Ordinals.of(set.stream().mapToInt(Integer::intValue).toArray());
    }

    private static TreeSet<Integer> read(Ordinals ordinals) {
        var set = new TreeSet<Integer>();
        for (int i = 0; i < ordinals.size(); i++) {
            set.add(ordinals.get(i));
        }
        return set;
    }
}
