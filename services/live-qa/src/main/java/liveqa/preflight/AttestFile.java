package liveqa.preflight;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import liveqa.preflight.Attest.Holder;
import liveqa.preflight.Attest.Machine;
import liveqa.preflight.Attest.Role;
import liveqa.preflight.Attest.SecondRoute;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the attestation file, and writes an empty one to start from. */
final class AttestFile {
    private static final int MOST = 64 * 1024;
    /** The shape of a YouTube stream key. The file says where the key lies; the key itself has no business in it. */
    private static final Pattern STREAM_KEY = Pattern.compile("[0-9a-z]{4}(-[0-9a-z]{4}){3,}");
    private final LocalDate today;

    AttestFile(LocalDate today) {
        this.today = today;
    }

    /** A file that is not there attests nothing; one that is there must be right. */
    Attest read(Path file) throws AttestProblem {
        if (Files.notExists(file)) return Attest.absent(file);
        var settings = LoadSettings.builder().setLabel(file.toString()).setAllowDuplicateKeys(false).setMaxAliasesForCollections(0).build();
        try {
            var root = new Compose(settings).composeString(text(file));
            return root.isEmpty() ? new Attest(file, true, List.of(), SecondRoute.NONE, List.of(), null) : attest(file, new YamlNode(file, root.get(), ""));
        } catch (YamlEngineException e) {
            throw new AttestProblem(file + " is not YAML: " + e.getMessage());
        } catch (IOException e) {
            throw new AttestProblem("cannot read " + file + ": " + e);
        }
    }

    private static String text(Path file) throws IOException, AttestProblem {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) throw new AttestProblem(file + " is longer than 64 KiB");
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private Attest attest(Path file, YamlNode root) throws AttestProblem {
        var fields = root.fields(Set.of("hosts", "second_route", "admins", "time_zone"));
        return new Attest(file, true, machines(fields.get("hosts")), route(fields.get("second_route")), holders(fields.get("admins")),
                zone(fields.get("time_zone")));
    }

    private static List<Machine> machines(YamlNode hosts) throws AttestProblem {
        if (hosts == null) return List.of();
        var fields = hosts.fields(Set.of("main", "standby", "others"));
        var all = new ArrayList<Machine>();
        if (fields.containsKey("main")) all.add(machine(Role.MAIN, fields.get("main")));
        if (fields.containsKey("standby")) all.add(machine(Role.STANDBY, fields.get("standby")));
        if (fields.containsKey("others")) {
            for (var other : fields.get("others").items()) all.add(machine(Role.OTHER, other));
        }
        return all;
    }

    private static Machine machine(Role role, YamlNode node) throws AttestProblem {
        var fields = node.fields(Set.of("name", "instance", "url", "told_apart_by"));
        var url = text(fields, "url");
        if (url != null && !url.matches("https?://[^\\s/]+.*")) throw fields.get("url")
                .problem("expected an address such as http://10.0.0.2:8080, found " + url);
        return new Machine(role, text(fields, "name"), text(fields, "instance"), url, text(fields, "told_apart_by"));
    }

    private SecondRoute route(YamlNode node) throws AttestProblem {
        if (node == null) return SecondRoute.NONE;
        var fields = node.fields(Set.of("stream_key", "switched_by", "how", "last_rehearsed"));
        var key = text(fields, "stream_key");
        if (key != null && STREAM_KEY.matcher(key).find()) throw fields.get("stream_key").problem("write where the stream key lies, never the key itself");
        var people = new ArrayList<String>();
        if (fields.containsKey("switched_by")) {
            for (var item : fields.get("switched_by").items()) if (item.text() != null) people.add(item.text());
        }
        var rehearsed = fields.containsKey("last_rehearsed") ? fields.get("last_rehearsed").date(today) : null;
        return new SecondRoute(key, people, text(fields, "how"), rehearsed);
    }

    private List<Holder> holders(YamlNode node) throws AttestProblem {
        if (node == null) return List.of();
        var all = new ArrayList<Holder>();
        for (var item : node.items()) {
            var fields = item.fields(Set.of("name", "checked"));
            var name = text(fields, "name");
            if (name != null) all.add(new Holder(name, fields.containsKey("checked") ? fields.get("checked").date(today) : null));
        }
        return all;
    }

    private static String zone(YamlNode node) throws AttestProblem {
        if (node == null || node.text() == null) return null;
        try {
            return ZoneId.of(node.text()).getId();
        } catch (DateTimeException e) {
            throw node.problem("expected a time zone such as Asia/Tokyo, found " + node.text());
        }
    }

    private static String text(Map<String, YamlNode> fields, String key) throws AttestProblem {
        return fields.containsKey(key) ? fields.get(key).text() : null;
    }

    /** @throws java.nio.file.FileAlreadyExistsException never overwrites what people vouched for */
    static void writeForm(Path file) throws IOException {
        try (InputStream in = AttestFile.class.getResourceAsStream("/liveqa/attest.yaml")) {
            Files.write(file, in.readAllBytes(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }
}
