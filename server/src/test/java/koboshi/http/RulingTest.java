package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.promql.Options;
import koboshi.promql.Query;
import koboshi.rule.Alert;
import koboshi.rule.Rule;
import koboshi.rule.RuleGroup;
import koboshi.rule.Template;
import koboshi.ruler.GroupView;
import koboshi.ruler.RuleView;
import koboshi.series.Labels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RulingTest {
    private static final Instant AT = FakeHouse.AT;

    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
        open.house.rules = List.of(group("a.yml", "one"), group("a.yml", "two"), group("b.yml", "one"));
    }

    @AfterEach
    void closeDoors() {
        open.close();
    }

    private static GroupView group(String file, String name) {
        var severity = new TreeMap<String, Template>();
        severity.put("severity", Template.parse("page"));
        var annotations = new TreeMap<String, Template>();
        annotations.put("summary", Template.parse("{{ $value }}"));
        var query = Query.parse("sum(x)>5", Options.standard());
        var alerting = new Rule.Alerting("Crowded", query, Duration.ofMinutes(2), Duration.ZERO, severity, annotations, "a.yml:1:1");
        var recording = new Rule.Recording("r", query, new TreeMap<>(), "a.yml:2:1");
        var said = new TreeMap<String, String>();
        said.put("summary", "83");
        var alert = new Alert(Labels.of("alertname", "Crowded", "severity", "page"), said, Alert.State.FIRING, 83, AT.minusSeconds(200), AT, null, null);
        return new GroupView(file, new RuleGroup(name, Duration.ZERO, Duration.ZERO, 7, List.of(alerting, recording)), Duration.ofSeconds(15), true, Optional.of(AT),
                Duration.ofMillis(2), 4, 1, 0,
                List.of(new RuleView(alerting, "", Optional.of(AT), Duration.ofMillis(1), List.of(alert)),
                        new RuleView(recording, "it failed", Optional.of(AT), Duration.ofMillis(1), List.of())));
    }

    private JsonNode get(String path) throws IOException {
        var heard = open.ask("GET /api/v1/" + path);
        assertThat(heard.status()).as(heard.text()).isEqualTo(200);
        return Json.read(heard.body()).path("data");
    }

    @Test
    void tellsRulesAsPrometheusDoes() throws IOException {
        var group = get("rules").at("/groups/0");
        assertThat(Json.text(group.at("/rules/0"))).isEqualTo("{\"name\":\"Crowded\",\"query\":\"sum(x) > 5\",\"duration\":120.0,\"keepFiringFor\":0.0,"
                + "\"labels\":{\"severity\":\"page\"},\"annotations\":{\"summary\":\"{{ $value }}\"},\"state\":\"firing\",\"alerts\":[{\"labels\":"
                + "{\"alertname\":\"Crowded\",\"severity\":\"page\"},\"annotations\":{\"summary\":\"83\"},\"state\":\"firing\","
                + "\"activeAt\":\"2026-05-01T00:58:43.456Z\",\"value\":\"8.3e+01\"}],\"health\":\"ok\",\"evaluationTime\":0.001,"
                + "\"lastEvaluation\":\"2026-05-01T01:02:03.456Z\",\"type\":\"alerting\"}");
        assertThat(Json.text(group.at("/rules/1"))).isEqualTo("{\"name\":\"r\",\"query\":\"sum(x) > 5\",\"labels\":{},\"health\":\"err\",\"lastError\":\"it failed\","
                + "\"evaluationTime\":0.001,\"lastEvaluation\":\"2026-05-01T01:02:03.456Z\",\"type\":\"recording\"}");
        assertThat(group.path("interval").asDouble()).isEqualTo(15);
        assertThat(group.path("limit").asInt()).isEqualTo(7);
    }

    @Test
    void tellsAlertsAlone() throws IOException {
        assertThat(get("alerts").path("alerts")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "type=alert, 3, 3",
        "type=record, 3, 3",
        "rule_name[]=r, 3, 3",
        "rule_name[]=none, 0, 0",
        "rule_group[]=two, 1, 2",
        "file[]=b.yml, 1, 2",
        "match[]=%7Bseverity=%22page%22%7D, 3, 3",
        "file[]=a.yml&rule_group[]=one&type=alert, 1, 1",
    })
    void tellsOnlyWhatIsAskedFor(String asked, int groups, int rules) throws IOException {
        var found = get("rules?" + asked).path("groups");
        assertThat(found).hasSize(groups);
        assertThat(found.valueStream().mapToInt(group -> group.path("rules").size()).sum()).isEqualTo(rules);
    }

    @Test
    void leavesAlertsOut() throws IOException {
        assertThat(get("rules?exclude_alerts=true").at("/groups/0/rules/0/alerts")).isEmpty();
    }

    @Test
    void tellsGroupsPageByPage() throws IOException {
        var first = get("rules?group_limit=2");
        assertThat(first.path("groups")).hasSize(2);
        var second = get("rules?group_limit=2&group_next_token=" + first.path("groupNextToken").asString(""));
        assertThat(second.path("groups")).hasSize(1);
        assertThat(second.has("groupNextToken")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"type=x", "group_limit=-1", "group_limit=1&group_next_token=x", "group_next_token=x", "match[]=%7B", "exclude_alerts=perhaps"})
    void saysWhatIsWrong(String asked) throws IOException {
        var heard = open.ask("GET /api/v1/rules?" + asked);
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.text()).startsWith("{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter");
    }

    @ParameterizedTest
    @CsvSource({"83, 8.3e+01", "0, 0e+00", "-1, -1e+00", "0.001, 1e-03", "1e100, 1e+100", "123456.789, 1.23456789e+05", "NaN, NaN", "Infinity, +Inf"})
    void spellsValuesAsAlertsDo(double value, String spelt) {
        assertThat(RuleShape.scientific(value)).isEqualTo(spelt);
    }
}
