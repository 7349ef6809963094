package koboshi.rule;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Looks into values that hold others; text is held by its bytes. */
final class Elements {
    private Elements() {}

    static long length(Object value) {
        return switch (value) {
            case null -> throw new TemplateError("len of nil pointer");
            case String text -> text.getBytes(StandardCharsets.UTF_8).length;
            case Datum.Labels labels -> labels.map().size();
            case Datum.Arguments arguments -> arguments.map().size();
            case Datum.Result result -> result.samples().size();
            default -> throw new TemplateError("len of type " + Datum.type(value));
        };
    }

    /** The first value, looked into by the others one after another. */
    static Object index(List<Object> values) {
        var value = values.getFirst();
        for (var key : values.subList(1, values.size())) {
            value = at(value, key);
        }
        return value;
    }

    private static Object at(Object value, Object key) {
        return switch (value) {
            case null -> throw new TemplateError("index of untyped nil");
            case Datum.Labels labels -> labels.map().getOrDefault(name(key), "");
            case Datum.Arguments arguments -> arguments.map().get(name(key));
            case Datum.Result result -> result.samples().get(place(key, result.samples().size() - 1L));
            case String text -> {
                var bytes = text.getBytes(StandardCharsets.UTF_8);
                yield (long) (bytes[place(key, bytes.length - 1L)] & 0xff);
            }
            default -> throw new TemplateError("can't index item of type " + Datum.type(value));
        };
    }

    private static String name(Object key) {
        if (key instanceof String name) {
            return name;
        }
        throw new TemplateError(key == null ? "value is nil; should be of type string" : "value has type " + Datum.type(key) + "; should be string");
    }

    private static int place(Object key, long most) {
        if (!(key instanceof Long at)) {
            throw new TemplateError(key == null ? "cannot index slice/array with nil" : "cannot index slice/array with type " + Datum.type(key));
        }
        if (at < 0 || at > most) {
            throw new TemplateError("index out of range: " + at);
        }
        return at.intValue();
    }

    static Object slice(List<Object> values) {
        if (values.size() > 3) {
            throw new TemplateError("too many slice indexes: " + (values.size() - 1));
        }
        return switch (values.getFirst()) {
            case String text -> {
                var bytes = text.getBytes(StandardCharsets.UTF_8);
                int from = from(values);
                yield new String(bytes, from, to(values, bytes.length, from) - from, StandardCharsets.UTF_8);
            }
            case Datum.Result result -> {
                int from = from(values);
                yield new Datum.Result(result.samples().subList(from, to(values, result.samples().size(), from)));
            }
            case null -> throw new TemplateError("slice of untyped nil");
            default -> throw new TemplateError("can't slice item of type " + Datum.type(values.getFirst()));
        };
    }

    private static int from(List<Object> values) {
        return values.size() > 1 ? place(values.get(1), length(values.getFirst())) : 0;
    }

    private static int to(List<Object> values, int size, int from) {
        int to = values.size() > 2 ? place(values.get(2), size) : size;
        if (from > to) {
            throw new TemplateError("invalid slice index: " + from + " > " + to);
        }
        return to;
    }
}
