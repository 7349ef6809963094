package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import koboshi.app.Installation;
import koboshi.cli.Terminal;
import koboshi.store.Await;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Blue and green behind a real HAProxy. */
class SwitchedGroupsTest {
    @AutoClose
    private GuardedPool web;

    private Crossing crossing;
    private Installation house;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        web = new GuardedPool(folder);
        crossing = web.crossing.balancer("a", "s1", "s2", "s3");
        house = web.house;
        web.start(web.balancers("a"), web.servers("s1", "s2", "s3"), """
                groups: {blue: [s1], green: [s2, s3]}
                drain: 2s
                back: {after: 200ms, longest: 200ms, clean: 3, ramp: 1s, watch: 3s}
                """);
        web.awaitWell(3);
        to("blue");
        awaitOver();
        assertThat(crossing.visits("a", 6)).containsOnlyKeys("s1");
    }

    private JsonNode to(String group) {
        return house.order("switch", "group/web/" + group, "release 2");
    }

    private void awaitOver() {
        house.await("nothing goes over any more", state -> state.at("/pools/0/switching").isNull() && state.path("acts").isEmpty());
    }

    @Test
    void theTrafficGoesOverWithoutAFailedRequest() throws Exception {
        var visitor = crossing.visitor("a").meets("s1");
        to("green");
        assertThat(to("blue").at("/refused/en").asString()).startsWith("pool web is going over to green already");
        awaitOver();
        assertThat(visitor.ledger()).containsOnlyKeys("s1", "s2", "s3");
        assertThat(crossing.visits("a", 8)).containsOnlyKeys("s2", "s3");
        assertThat(to("green").at("/refused/en").asString()).isEqualTo("web/green has all the traffic already.");
        assertThat(Terminal.run("traffic", "--server", house.address().toString()).code()).as("nothing is wrong with what is out with its group").isZero();
    }

    @Test
    void whereTheNewOneFailsTheOldOneIsBack() {
        to("green");
        Await.until("green has the traffic", () -> crossing.visits("a", 4).keySet().equals(Set.of("s2", "s3")));
        crossing.answers("s3", 500);
        awaitOver();
        assertThat(crossing.visits("a", 8)).isEqualTo(Map.of("s1", 8L));
        assertThat(crossing.status("a", "s2")).startsWith("MAINT");
    }

    @Test
    void aHaproxyAndAKoboshiStartedAnewInTheMidstOfItGoOn() throws IOException {
        to("green");
        house.stop();
        crossing.end("a");
        crossing.balancer("a", "s1", "s2", "s3");
        house.start();
        house.await("all of it is known", state -> state.at("/pools/0/servers").size() == 3 && state.at("/pools/0/trouble").isNull());
        awaitOver();
        assertThat(crossing.visits("a", 8)).containsOnlyKeys("s2", "s3");
    }

    @Test
    void oneThatDoesNotWorkGetsNoTraffic() {
        crossing.answers("s2", 500);
        to("green");
        house.await("it proves itself", state -> state.at("/pools/0/switching/phase").asString().equals("proving"));
        assertThat(crossing.visits("a", 20)).containsOnlyKeys("s1");
    }
}
