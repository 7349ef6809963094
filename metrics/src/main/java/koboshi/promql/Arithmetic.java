package koboshi.promql;

import koboshi.series.Histogram;
import koboshi.series.HistogramSum;

/** The binary operators on single values. */
final class Arithmetic {
    private Arithmetic() {}

    /** A comparison gives 1 and 0. */
    static double numbers(Operator operator, double a, double b) {
        return switch (operator) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case TIMES -> a * b;
            case DIVIDED -> a / b;
            case MODULO -> a % b;
            case POWER -> power(a, b);
            case ATAN2 -> Math.atan2(a, b);
            case EQUAL, DIFFERENT, GREATER, LESS, AT_LEAST, AT_MOST -> holds(operator, a, b) ? 1 : 0;
            case OR, AND, UNLESS, TRIM_UPPER, TRIM_LOWER -> throw new IllegalArgumentException("no numbers for " + operator);
        };
    }

    /** IEEE 754's pow, where Java's differs: one to any power is one, and minus one to an infinite one too. */
    private static double power(double a, double b) {
        return a == 1 || a == -1 && Double.isInfinite(b) ? 1 : Math.pow(a, b);
    }

    static boolean holds(Operator comparison, double a, double b) {
        return switch (comparison) {
            case EQUAL -> a == b;
            case DIFFERENT -> a != b;
            case GREATER -> a > b;
            case LESS -> a < b;
            case AT_LEAST -> a >= b;
            case AT_MOST -> a <= b;
            default -> throw new IllegalArgumentException("no comparison: " + comparison);
        };
    }

    /**
     * The result of two values of any kind.
     *
     * @param left null where the left is a number
     * @param right null where the right is a number
     * @return whether there is a result, which is then in the cell
     */
    static boolean combine(Operator operator, double a, Histogram left, double b, Histogram right, Cell cell) {
        if (left == null && right == null) {
            return floats(operator, a, b, cell);
        }
        if (left != null && right != null) {
            return histograms(operator, left, right, cell);
        }
        return mixed(operator, a, left, b, right, cell);
    }

    private static boolean floats(Operator operator, double a, double b, Cell cell) {
        if (operator == Operator.TRIM_LOWER || operator == Operator.TRIM_UPPER) {
            cell.incompatible("float", operator, "float");
            return false;
        }
        boolean comparison = operator.comparison();
        cell.put(comparison ? a : numbers(operator, a, b));
        return !comparison || holds(operator, a, b);
    }

    private static boolean mixed(Operator operator, double a, Histogram left, double b, Histogram right, Cell cell) {
        var result = switch (operator) {
            case TIMES -> left == null ? right.times(a) : left.times(b);
            case DIVIDED -> left == null ? null : left.dividedBy(b);
            case TRIM_UPPER -> left == null ? null : Trimming.above(left, b);
            case TRIM_LOWER -> left == null ? null : Trimming.below(left, b);
            default -> null;
        };
        if (result == null) {
            cell.incompatible(left == null ? "float" : "histogram", operator, right == null ? "float" : "histogram");
            return false;
        }
        cell.put(result);
        return true;
    }

    private static boolean histograms(Operator operator, Histogram left, Histogram right, Cell cell) {
        return switch (operator) {
            case EQUAL, DIFFERENT -> {
                cell.put(left);
                yield left.sameAs(right) == (operator == Operator.EQUAL);
            }
            case PLUS, MINUS -> sum(operator, left, right, cell);
            default -> {
                cell.incompatible("histogram", operator, "histogram");
                yield false;
            }
        };
    }

    private static boolean sum(Operator operator, Histogram left, Histogram right, Cell cell) {
        var sum = new HistogramSum(left);
        if (operator == Operator.PLUS) {
            sum.add(right);
        } else {
            sum.subtract(right);
        }
        if (sum.incompatible()) {
            cell.incompatibleBuckets(operator);
            return false;
        }
        cell.noted(operator, sum);
        cell.put(sum.result());
        return true;
    }

    /** Takes a result, and what is to be said about it. */
    static final class Cell {
        private final Notes notes;
        private final Span at;
        private double value;
        private Histogram histogram;
        private boolean refused;

        Cell(Notes notes, Span at) {
            this.notes = notes;
            this.at = at;
        }

        private void put(double newValue) {
            value = newValue;
            histogram = null;
        }

        private void put(Histogram newHistogram) {
            histogram = newHistogram;
        }

        void into(Track track, int step) {
            if (histogram != null) {
                track.set(step, histogram);
            } else {
                track.set(step, value);
            }
        }

        private void incompatible(String left, Operator operator, String right) {
            notes.incompatibleTypes(left, operator, right, at);
            refused = true;
        }

        /** Whether the last two values do not go together at all, so that not even a false is to be said of them. */
        boolean takeRefused() {
            boolean was = refused;
            refused = false;
            return was;
        }

        private void incompatibleBuckets(Operator operator) {
            notes.incompatibleBuckets(operator, at);
            refused = true;
        }

        private void noted(Operator operator, HistogramSum sum) {
            var operation = operator == Operator.PLUS ? Notes.Operation.ADDITION : Notes.Operation.SUBTRACTION;
            if (sum.resetsCollided()) {
                notes.resetsCollided(operation, at);
            }
            if (sum.boundsReconciled()) {
                notes.boundsReconciled(operation, at);
            }
        }
    }
}
