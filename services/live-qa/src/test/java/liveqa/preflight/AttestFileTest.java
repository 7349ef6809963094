package liveqa.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttestFileTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");
    private static final String NOISE = "{}[]:-#&*!|>'\"%@`\t\n\u0000 x1";
    private @TempDir Path folder;

    private Attest read(String yaml) throws Exception {
        return new AttestFile(TODAY).read(Files.writeString(folder.resolve("attest.yaml"), yaml));
    }

    @Test
    void theFormIsReadableAndAttestsNothing() throws Exception {
        var file = folder.resolve("form.yaml");
        AttestFile.writeForm(file);
        var attest = new AttestFile(TODAY).read(file);
        assertThat(attest.machine(Attest.Role.MAIN)).isEmpty();
        assertThat(attest.admins()).isEmpty();
        assertThat(attest.secondRoute()).isEqualTo(Attest.SecondRoute.NONE);
    }

    @Test
    void theFormWithItsExamplesUncommentedIsReadable() throws Exception {
        AttestFile.writeForm(folder.resolve("form.yaml"));
        var filled = Files.readString(folder.resolve("form.yaml")).replaceAll("(?m)^( *)#( *- )", "$1 $2");
        var attest = read(filled);
        assertThat(attest.admins()).hasSize(2);
        assertThat(attest.secondRoute().switchedBy()).containsExactly("山田 花子", "佐藤 次郎");
        assertThat(attest.machines()).extracting(Attest.Machine::name).contains("old-live-1");
    }

    @Test
    void theFormOverwritesNothing() throws Exception {
        var file = Files.writeString(folder.resolve("attest.yaml"), "ours");
        assertThatThrownBy(() -> AttestFile.writeForm(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("ours");
    }

    @Test
    void noFileAttestsNothing() throws Exception {
        assertThat(new AttestFile(TODAY).read(folder.resolve("none.yaml")).written()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'hosts:\n  main:\n    nmae: a' | attest.yaml:3:5: hosts.main: unknown key nmae; did you mean name?",
        "'host: {}' | attest.yaml:1:1: unknown key host; did you mean hosts?",
        "'hosts: 3' | expected keys and values",
        "'hosts:\n  main: {name: a, name: b}' | twice",
        "'admins: hanako' | expected a list",
        "'admins:\n- {name: a, checked: yesterday}' | attest.yaml:2:22: admins[0].checked: expected a day such as 2026-04-01, found yesterday",
        "'admins:\n- {name: a, checked: 2027-01-01}' | has not come yet",
        "'hosts:\n  standby: {url: live-2}' | expected an address such as http://10.0.0.2:8080",
        "'time_zone: Tokyo' | expected a time zone such as Asia/Tokyo",
        "'second_route:\n  stream_key: abcd-ef12-3456-789a-bcde' | write where the stream key lies, never the key itself",
        "'hosts: [' | is not YAML",
        "'~: 1' | unknown key",
        "'a: &a [*a]' | attest.yaml",
    })
    void saysWhatIsWrongAndWhere(String yaml, String said) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(AttestProblem.class).hasMessageContaining(said);
    }

    @Test
    void theStreamKeyIsNotRepeatedInTheError() {
        assertThatThrownBy(() -> read("second_route:\n  stream_key: abcd-ef12-3456-789a-bcde")).message().doesNotContain("ef12");
    }

    @Test
    void damageOfAnyKindIsAProblemAndNothingWorse() throws Exception {
        AttestFile.writeForm(folder.resolve("form.yaml"));
        var form = Files.readString(folder.resolve("form.yaml")).replaceAll("(?m)^( *)#( *- )", "$1 $2").toCharArray();
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            var damaged = form.clone();
            for (int i = 0; i < 3; i++) damaged[random.nextInt(damaged.length)] = NOISE.charAt(random.nextInt(NOISE.length()));
            try {
                read(new String(damaged));
            } catch (AttestProblem e) {
                assertThat(e.getMessage()).contains("attest.yaml");
            }
        }
    }
}
