package koboshi.integration.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SiblingsTest {
    @Test
    void theLowerMedianOfTheOthersAndNeverItself() {
        var random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            var servers = new ArrayList<Server>();
            for (int number = random.nextInt(1, 8); number > 0; number--) {
                servers.add(Servers.full("b" + random.nextInt(2) + "/s" + number, random.nextInt(4) == 0 ? Admin.DRAIN : Admin.READY, true, random.nextInt(3), random.nextInt(5), 0, 0, 0));
            }
            for (var server : servers) {
                assertThat(Siblings.among(servers).of(server).orElse(-1)).isEqualTo(slowly(server, servers));
            }
        }
    }

    private static double slowly(Server server, List<Server> all) {
        var others = all.stream()
                .filter(other -> other != server && other.backend().equals(server.backend()) && other.admin() == Admin.READY && other.weight() > 0)
                .map(other -> (double) other.sessions() / other.weight())
                .sorted()
                .toList();
        return others.isEmpty() ? -1 : others.get((others.size() - 1) / 2) * server.weight();
    }

    @Test
    void aServerWithLessWeightIsExpectedToHaveLess() {
        var full = Servers.full("b/s1", Admin.READY, true, 100, 40, 0, 0, 0);
        var ramped = Servers.full("b/s2", Admin.READY, true, 10, 4, 0, 0, 0);
        assertThat(Siblings.among(List.of(full, ramped)).of(ramped)).hasValue(4);
        assertThat(Siblings.among(List.of(full, ramped)).of(full)).hasValue(40);
        assertThat(Siblings.among(List.of(full)).of(full)).isEmpty();
    }
}
