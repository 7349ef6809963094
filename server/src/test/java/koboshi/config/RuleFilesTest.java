package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFilesTest {
    private static final String RULES = "groups:\n  - name: g\n    rules:\n      - {record: a, expr: b}\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(folder.resolve("rules/one.yml"), RULES);
        Files.writeString(folder.resolve("rules/two.yml"), RULES);
    }

    private Configuration read(String text) throws IOException, Problems {
        return Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), text));
    }

    private String refused(String text) {
        return catchThrowableOfType(Problems.class, () -> read(text)).getMessage();
    }

    @Test
    void readsFilesAndPatterns() throws Exception {
        assertThat(read("rules: [rules/*.yml, rules/one.yml]").rules().files()).extracting(RuleFiles.RuleFile::name).containsExactly("rules/one.yml", "rules/two.yml");
        assertThat(read("rules: rules/one.yml").rules().files()).hasSize(1);
        assertThat(read("guards: {}").rules()).isEqualTo(RuleFiles.NONE);
    }

    @Test
    void readsWhatHoldsForAllOfThem() throws Exception {
        var rules = read("rules: {files: [rules/*.yml], every: 15s, external_labels: {site: tokyo}, external_url: 'https://example.org/k'}").rules();
        assertThat(rules.every()).isEqualTo(Duration.ofSeconds(15));
        assertThat(rules.surroundings().externalLabels().get("site")).isEqualTo("tokyo");
        assertThat(rules.surroundings().externalUrl()).isEqualTo("https://example.org/k");
        assertThat(rules.count()).isEqualTo(2);
    }

    @Test
    void aMistakeInARuleFileIsNamedWhereItStands() throws IOException {
        Files.writeString(folder.resolve("rules/two.yml"), RULES.replace("expr: b", "expr: 'b +'"));
        assertThat(refused("rules: [rules/*.yml]")).startsWith("rules/two.yml:4:").contains("groups[0].rules[0].expr");
    }

    @Test
    void aLimitBelowNothingIsNone() throws Exception {
        Files.writeString(folder.resolve("rules/two.yml"), RULES.replace("rules:", "limit: -1\n    rules:"));
        assertThat(read("rules: [rules/two.yml]").rules().files().getFirst().groups().getFirst().limit()).isNegative();
    }

    @Test
    void aFileThatIsNamedMustBeThere() throws Exception {
        assertThat(refused("rules: [rules/three.yml]")).isEqualTo("koboshi.yaml:1:9: rules[0]: no such file");
        assertThat(read("rules: [rules/*.yaml]").warnings()).hasSize(1);
    }

    @Test
    void aMappingNeedsFiles() {
        assertThat(refused("rules: {every: 15s}")).contains("rules.files: missing");
        assertThat(refused("rules: {file: x}")).contains("did you mean \"files\"?");
    }

    @Test
    void noticesThatARuleFileChanged() throws Exception {
        var before = read("rules: [rules/*.yml]");
        assertThat(before.rules().sameText(read("rules: [rules/*.yml]").rules())).isTrue();
        Files.writeString(folder.resolve("rules/three.yml"), RULES);
        assertThat(before.rules().sameText(read("rules: [rules/*.yml]").rules())).isFalse();
    }
}
