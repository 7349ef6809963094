package koboshi.rule;

import java.util.List;

/** Compares values as Go's templates do: only like with like, so that a whole number is not comparable with another number. */
final class Order {
    private Order() {}

    static boolean anyEqual(List<Object> values) {
        if (values.size() < 2) {
            throw new TemplateError("missing argument for comparison");
        }
        boolean found = false;
        for (var other : values.subList(1, values.size())) {
            found |= equal(values.getFirst(), other);
        }
        return found;
    }

    static boolean equal(Object a, Object b) {
        if (a == null || b == null) {
            return a == b;
        }
        check(a, b);
        return a instanceof Double number ? number.doubleValue() == (Double) b : a.equals(b);
    }

    static boolean less(Object a, Object b) {
        if (a == null || b == null) {
            throw new TemplateError("invalid type for comparison");
        }
        check(a, b);
        return switch (a) {
            case String text -> text.compareTo((String) b) < 0;
            case Long whole -> whole < (Long) b;
            case Double number -> number < (Double) b;
            default -> throw new TemplateError("invalid type for comparison");
        };
    }

    private static void check(Object a, Object b) {
        if (!basic(a) || !basic(b)) {
            throw new TemplateError("non-comparable types " + Datum.type(a) + ", " + Datum.type(b));
        }
        if (a.getClass() != b.getClass()) {
            throw new TemplateError("incompatible types for comparison");
        }
    }

    private static boolean basic(Object value) {
        return value instanceof String || value instanceof Long || value instanceof Double || value instanceof Boolean;
    }
}
