package koboshi.house;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The list of packages in ARCHITECTURE.md: a fenced block marked {@code rooms}, one module a line, its packages separated by middle dots and
 * without their {@code koboshi.}.
 */
final class RoomsInWords {
    private static final Pattern BLOCK = Pattern.compile("^```rooms\\R(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

    private RoomsInWords() {}

    /** @throws IllegalArgumentException when there is not exactly one such block */
    static SequencedMap<String, List<String>> read(String page) {
        var blocks = BLOCK.matcher(page).results().map(match -> match.group(1)).toList();
        if (blocks.size() != 1) {
            throw new IllegalArgumentException("expected one block ```rooms, found " + blocks.size());
        }
        var rooms = new LinkedHashMap<String, List<String>>();
        blocks.getFirst().lines().filter(line -> !line.isBlank()).forEach(line -> {
            var words = new ArrayList<>(Stream.of(line.split("[\\s·]+")).toList());
            rooms.put(words.removeFirst(), words.stream().map("koboshi."::concat).toList());
        });
        return rooms;
    }
}
