package liveqa.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SettingsTest {
    private @TempDir Path folder;
    private Settings settings;

    @BeforeEach
    void open() throws IOException {
        settings = Settings.open(new KeptFile(folder.resolve("settings.json")));
    }

    private static JsonNode json(String text) {
        return new JsonMapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void aChangeIsKeptAndTold() throws Exception {
        var told = new ArrayList<Integer>();
        settings.listen(edition -> told.add(edition.whole("volume")));
        assertThat(settings.change(1, json("{'volume':40,'title':' 夜の質問 '}"))).isInstanceOf(Settings.Outcome.Taken.class);
        open();
        assertThat(settings.current().version()).isEqualTo(2);
        assertThat(settings.current().whole("volume")).isEqualTo(40);
        assertThat(settings.current().text("title")).isEqualTo("夜の質問");
        assertThat(told).containsExactly(40);
    }

    @Test
    void theSecondOfTwoOperatorsIsToldAndChangesNothing() throws Exception {
        settings.change(1, json("{'volume':40}"));
        var outcome = settings.change(1, json("{'volume':90}"));
        assertThat(outcome).isInstanceOfSatisfying(Settings.Outcome.Overtaken.class, overtaken -> assertThat(overtaken.edition().whole("volume")).isEqualTo(40));
    }

    @Test
    void theLastChangeIsUndoneAlsoAfterARestart() throws Exception {
        settings.change(1, json("{'volume':40}"));
        open();
        settings.undo(2);
        assertThat(settings.current().whole("volume")).isEqualTo(100);
        settings.undo(3);
        assertThat(settings.current().whole("volume")).isEqualTo(40);
    }

    @Test
    void thereIsNothingToUndoAtFirst() throws Exception {
        assertThat(settings.undo(1)).isInstanceOf(Settings.Outcome.NothingToUndo.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'volume':101} | \"volume\" must be a whole number from 0 to 100, not 101", "{'volume':'loud'} | must be a whole number", "{'volum':1} | did you mean \"volume\"?",
        "{'avatar':'dog'} | must be one of okiagari, cat, none", "{'accent':'red'} | must be a colour like #b3361e", "{'clock':1} | must be true or false", "{} | must be an object", "[] | must be an object", "{'title':null} | must be a text",
    })
    void aWrongChangeNamesWhatWasExpectedAndChangesNothing(String change, String reason) {
        assertThatThrownBy(() -> settings.change(1, json(change))).isInstanceOf(WrongSetting.class).hasMessageContaining(reason);
        assertThat(settings.current().version()).isEqualTo(1);
    }

    @Test
    void oneWrongValueRefusesTheWholeChange() {
        assertThatThrownBy(() -> settings.change(1, json("{'volume':10,'speed':1}"))).isInstanceOf(WrongSetting.class);
        assertThat(settings.current().whole("volume")).isEqualTo(100);
    }

    @Test
    void damagedSettingsArePutAside() throws Exception {
        Files.writeString(folder.resolve("settings.json"), "{\"version\":7,\"val");
        open();
        assertThat(settings.current().version()).isEqualTo(1);
        assertThat(folder.resolve("settings.json.damaged")).exists();
    }

    @Test
    void whatCannotBeKeptIsNotInForce() throws Exception {
        Files.createDirectory(folder.resolve("settings.json.new"));
        assertThatThrownBy(() -> settings.change(1, json("{'volume':40}"))).isInstanceOf(IOException.class);
        assertThat(settings.current().whole("volume")).isEqualTo(100);
    }
}
