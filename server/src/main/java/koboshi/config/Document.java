package koboshi.config;

import java.util.HashMap;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * Turns one file into a tree whose form is sound: bounded in depth and size, no tags, no key twice.
 *
 * <p>The events are looked through before the tree is built, because the tree is built by recursion and a file of nothing but brackets
 * would end it.
 */
final class Document {
    private static final int DEEPEST = 32;
    /** Counted with every alias written out, so that a few lines of aliases cannot grow into millions of values. */
    private static final int MOST_VALUES = 100_000;

    private final SourceFile file;
    private final Report report;
    private final LoadSettings settings;
    private int values;
    private boolean sound = true;

    private Document(SourceFile file, Report report) {
        this.file = file;
        this.report = report;
        settings = LoadSettings.builder()
                .setLabel(file.name())
                .setSchema(new JsonSchema())
                .setCodePointLimit(SourceFile.LARGEST)
                // Refilled in small portions, a line of megabytes takes seconds.
                .setBufferSize(Math.max(1_024, file.text().length()))
                .setMaxAliasesForCollections(1_000)
                .setAllowNonScalarKeys(true)
                .build();
    }

    /** The tree, or nothing for a file without values or with a broken form, which the report then tells. */
    static Optional<Node> compose(SourceFile file, Report report) {
        return new Document(file, report).compose();
    }

    private Optional<Node> compose() {
        try {
            lookThrough();
            var root = sound ? new Compose(settings).composeString(file.text()) : Optional.<Node>empty();
            root.ifPresent(node -> check(node, "", 0));
            return sound ? root : Optional.empty();
        } catch (MarkedYamlEngineException trouble) {
            broken(Place.of(file.name(), trouble.getProblemMark()), form(trouble));
        } catch (ReaderException trouble) {
            broken(Place.after(file.name(), before(trouble)), "a character that may not stand in YAML: U+%04X".formatted(trouble.getCodePoint()));
        } catch (YamlEngineException trouble) {
            broken(Place.top(file.name()), "not YAML: " + trouble.getMessage());
        }
        return Optional.empty();
    }

    private String before(ReaderException trouble) {
        int whole = file.text().codePointCount(0, file.text().length());
        return file.text().substring(0, file.text().offsetByCodePoints(0, Math.min(trouble.getPosition(), whole)));
    }

    private static String form(MarkedYamlEngineException trouble) {
        if (trouble.getProblemMark().filter(Document::isTab).isPresent()) {
            return "a tab; expected blanks, YAML does not indent by tabs";
        }
        var context = trouble.getContext() == null || trouble.getContext().isBlank() ? "" : trouble.getContext() + ", ";
        // A password that begins with & or * is taken for a name, and would be repeated.
        return "not YAML: "
                + (context + trouble.getProblem()).replaceAll("(alias|anchor|handle) .*", "$1; text that starts with & or * needs quotes");
    }

    private static boolean isTab(Mark mark) {
        return mark.getPointer() < mark.getBuffer().length && mark.getBuffer()[mark.getPointer()] == '\t';
    }

    private void lookThrough() {
        int depth = 0;
        for (var event : new Parse(settings).parseString(file.text())) {
            depth += switch (event) {
                case CollectionStartEvent _ -> 1;
                case CollectionEndEvent _ -> -1;
                default -> 0;
            };
            values += event instanceof ScalarEvent || event instanceof AliasEvent ? 1 : 0;
            if (depth > DEEPEST || values > MOST_VALUES) {
                broken(Place.of(file.name(), event.getStartMark()), tooMuch());
                return;
            }
            refuseTag(event);
        }
        values = 0;
    }

    private static String tooMuch() {
        return "too deep or too much; expected at most " + DEEPEST + " levels and " + MOST_VALUES + " values, aliases written out";
    }

    private void refuseTag(Event event) {
        var tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent start -> start.getTag();
            default -> Optional.<String>empty();
        };
        tag.map(_ -> Place.of(file.name(), event.getStartMark()))
                .ifPresent(place -> broken(place, "a tag; expected a value without one (text that starts with ! needs quotes)"));
    }

    private void check(Node node, String key, int depth) {
        if (!sound) {
            return;
        }
        if (depth > DEEPEST || ++values > MOST_VALUES) {
            broken(Place.of(file.name(), node.getStartMark()), tooMuch());
            return;
        }
        switch (node) {
            case MappingNode mapping -> checkKeys(mapping, key, depth);
            case SequenceNode list -> {
                for (int at = 0; at < list.getValue().size(); at++) {
                    check(list.getValue().get(at), key + "[" + at + "]", depth + 1);
                }
            }
            default -> {}
        }
    }

    private void checkKeys(MappingNode mapping, String key, int depth) {
        var seen = new HashMap<String, Place>();
        for (var tuple : mapping.getValue()) {
            var place = Place.of(file.name(), tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                broken(place, key, "a list or mapping as a key; expected text (does a value with { need quotes?)");
                return;
            }
            var path = Value.path(key, name.getValue());
            var first = seen.putIfAbsent(name.getValue(), place);
            if (first != null) {
                report.problem(place, path, "written twice; first at " + first);
            }
            check(tuple.getValueNode(), path, depth + 1);
        }
    }

    private void broken(Place place, String what) {
        broken(place, "", what);
    }

    private void broken(Place place, String key, String what) {
        sound = false;
        report.problem(place, key, what);
    }
}
