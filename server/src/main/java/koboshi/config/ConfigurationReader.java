package koboshi.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import koboshi.action.Duty;
import koboshi.journey.Journey;
import koboshi.loop.Plan;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** Reads the files, then the sections in the order in which they refer to one another. */
final class ConfigurationReader {
    private static final int MOST_FILES = 1_000;

    private final Path path;
    private final String name;
    private final Report report = new Report();

    ConfigurationReader(Path path) {
        this.path = path.toAbsolutePath().normalize();
        // The root of a file system has no name.
        name = this.path.getFileName() == null ? this.path.toString() : this.path.getFileName().toString();
    }

    Configuration read() throws Problems {
        var files = Files.isDirectory(path) ? folder() : SourceFile.read(path, name, report).stream().toList();
        if (files.stream().mapToLong(file -> file.text().length()).sum() > SourceFile.LARGEST) {
            report.problem(Place.top(name), "", "too large; expected at most 4MiB in all files together");
        }
        report.orThrow();
        var roots = files.stream().flatMap(file -> Document.compose(file, report).map(node -> Value.root(report, file, node)).stream()).toList();
        // Half a folder would name services as missing that are only in the broken file.
        if (roots.size() < files.size()) {
            report.orThrow();
        }
        return bind(new Sections(roots), source(files));
    }

    private List<SourceFile> folder() {
        var files = new ArrayList<SourceFile>();
        for (var file : yamlFiles()) {
            SourceFile.read(file, file.getFileName().toString(), report).ifPresent(files::add);
        }
        return files;
    }

    private List<Path> yamlFiles() {
        try (var inside = Files.list(path)) {
            var visible = inside.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
            visible.stream().filter(file -> file.toString().endsWith(".yml")).forEach(file ->
                    report.warn(Place.top(file.getFileName().toString()), "", "ignored; expected a name ending in .yaml"));
            var yaml = visible.stream().filter(file -> file.toString().endsWith(".yaml")).toList();
            if (yaml.isEmpty()) {
                report.warn(Place.top(name), "", "no *.yaml file in this folder: nothing is guarded");
            }
            if (yaml.size() > MOST_FILES) {
                report.problem(Place.top(name), "", "expected at most " + MOST_FILES + " files");
            }
            return yaml.stream().limit(MOST_FILES).toList();
        } catch (IOException trouble) {
            report.problem(Place.top(name), "", "cannot be listed: " + trouble.getClass().getSimpleName());
            return List.of();
        }
    }

    private static String source(List<SourceFile> files) {
        return files.size() == 1
                ? files.getFirst().text()
                : files.stream().map(file -> "# " + file.name() + "\n" + file.text()).collect(Collectors.joining("\n"));
    }

    private Configuration bind(Sections sections, String source) throws Problems {
        var names = sections.names();
        var vantages = VantageReader.all(sections.all("vantages"));
        var patience = VantageReader.patience(sections.all("vantages"));
        var heartbeats = SettingsReader.heartbeats(sections.all("heartbeats"));
        var secrets = new TreeMap<ResourceId, Map<String, Secret>>();
        var scrapes = new ScrapeReader();
        var reader = new ServiceReader(secrets, scrapes);
        var services = services(sections, reader);
        scrapes.sections(sections.all("scrapes"));
        new ProbeReader(scrapes).sections(sections.all("probes"));
        var journeys = journeys(sections, new JourneyReader(names));
        var traffic = new TrafficReader(names);
        sections.all("traffic").forEach(traffic::read);
        var duties = duties(sections, new GuardReader(names, heartbeats, services, journeys, traffic.pools().values()));
        ObjectiveReader.read(sections.all("services"), duties);
        var layout = traffic.layout(new Plan(services, journeys, duties, traffic.pools()).braked(reader.softLines()), sections.all("guards"), patience);
        var folder = Files.isDirectory(path) ? path : path.getParent();
        var settings = SettingsReader.read(sections, folder, heartbeats, secrets, new Settings.Scraped(scrapes.jobs(), scrapes.filesRead()));
        var rules = sections.setting("rules").map(new RuleFilesReader(report, folder)::read).orElse(RuleFiles.NONE);
        var elsewhere = ElsewhereReader.read(sections);
        report.orThrow();
        Oddities.warn(layout.written(), sections, report);
        return new Configuration(layout.whole(Map.of()), layout, settings, rules, elsewhere, traffic.traffic(), vantages, source, report.warnings());
    }

    private static Map<ResourceId, Service> services(Sections sections, ServiceReader reader) {
        var services = new TreeMap<ResourceId, Service>();
        sections.all("services").forEach((name, value) -> reader.read(name, value).ifPresent(service -> services.put(service.id(), service)));
        return services;
    }

    private static Map<String, Journey> journeys(Sections sections, JourneyReader reader) {
        var journeys = new TreeMap<String, Journey>();
        sections.all("journeys").forEach((name, value) -> reader.read(name, value).ifPresent(journey -> journeys.put(name, journey)));
        return journeys;
    }

    private static Map<String, Duty> duties(Sections sections, GuardReader reader) {
        var duties = new TreeMap<String, Duty>();
        sections.all("guards").forEach((name, value) -> reader.read(name, value).ifPresent(duty -> duties.put(name, duty)));
        return duties;
    }
}
