package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import koboshi.store.Await;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RestartedBehindABalancerTest {
    @AutoClose
    private Shops shops;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        shops = new Shops(folder);
        shops.start("", """
                guards:
                  grown: {when: 'load{shop="1"} > 5', on: service/shop-1, then: [drain, restart], prove: {journey: see, within: 30s}, brakes: {cool_down: 0s}}
                """);
        shops.house.await("both stand and are known to be well", state -> state.at("/services").valueStream().allMatch(RestartedBehindABalancerTest::stands)
                && state.at("/pools/0/servers").size() == 2 && state.at("/pools/0/servers").valueStream().allMatch(GuardedPool::well));
    }

    private static boolean stands(JsonNode service) {
        return service.path("pose").asString().equals("standing");
    }

    @Test
    void aServiceIsBegunAnewWithoutAFailedRequest() throws InterruptedException {
        long before = shops.pid(0).orElseThrow();
        var visitor = shops.crossing.visitor("a");
        shops.house.push("load{shop=\"1\"} 9");
        shops.awaitAnother(0, before);
        shops.house.push("load{shop=\"1\"} 1");
        shops.house.await("it takes traffic again", state -> state.at("/pools/0/servers/0/place").asString().equals("returned"));
        Await.until("it was visited again", () -> shops.crossing.visits("a", 2).containsKey("s1"));
        assertThat(visitor.ledger()).containsOnlyKeys("s1", "s2");
    }
}
