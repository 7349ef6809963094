package koboshi.agent.host;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.agent.keep.Proc;

/**
 * Who works for long and waits at no port: a container, a unit that somebody of this host wrote, and what was left to run on its own, without a terminal.
 *
 * <p>The units that came with the system are left out, for among thirty of them nobody sees the one that matters.
 *
 * @param units the folders of units that were written here
 */
record Workers(Path proc, List<Path> units) {
    private static final List<Path> WRITTEN_HERE = List.of(Path.of("/etc/systemd/system"), Path.of("/run/systemd/transient"));
    private static final double LONG_SECONDS = 60;
    private static final double TICKS_A_SECOND = 100;
    private static final long INIT = 1;
    private static final int MOST = 50;

    static Workers ofThisHost() {
        return new Workers(Proc.ROOT, WRITTEN_HERE);
    }

    /** @param listening those who wait at a port; neither they nor those of their place or session are told of again */
    List<Citizen> among(Collection<Citizen> all, Set<Long> listening) {
        var up = Proc.textOf(proc.resolve("uptime")).map(text -> Double.parseDouble(text.split(" ")[0])).orElse(0.0);
        var shown = all.stream().filter(one -> listening.contains(one.pid())).toList();
        var places = shown.stream().map(Citizen::place).collect(Collectors.toSet());
        var sessions = shown.stream().map(Citizen::session).collect(Collectors.toSet());
        var lasting = all.stream().filter(one -> up - one.ticks() / TICKS_A_SECOND > LONG_SECONDS).toList();
        var placed = lasting.stream().filter(one -> !one.place().isEmpty() && !places.contains(one.place())).collect(Collectors.groupingBy(Citizen::place));
        var alone = lasting.stream().filter(one -> one.place().isEmpty() && one.parent() == INIT && !one.terminal() && one.pid() != INIT && !sessions.contains(one.session()));
        return Stream.concat(heads(placed), alone).sorted(Comparator.comparing(Citizen::pid)).limit(MOST).toList();
    }

    /** The one that was there first speaks for its place. */
    private Stream<Citizen> heads(Map<String, List<Citizen>> placed) {
        return placed.values().stream()
                .map(members -> members.stream().min(Comparator.comparing(Citizen::ticks).thenComparing(Citizen::pid)))
                .flatMap(Optional::stream)
                .filter(head -> head.contained() ? !head.name().equals("pause") : written(head.place()));
    }

    private boolean written(String unit) {
        var file = unit.replaceFirst("@.*\\.service$", "@.service");
        return units.stream().anyMatch(folder -> Files.isRegularFile(folder.resolve(file), LinkOption.NOFOLLOW_LINKS) || Files.isRegularFile(folder.resolve(unit), LinkOption.NOFOLLOW_LINKS));
    }
}
