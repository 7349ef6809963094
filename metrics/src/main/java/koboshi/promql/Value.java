package koboshi.promql;

import java.util.List;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.series.Series;

/** What a query gives. */
public sealed interface Value {
    Type type();

    record Scalar(long millis, double value) implements Value {
        @Override
        public Type type() {
            return Type.SCALAR;
        }
    }

    record Text(long millis, String value) implements Value {
        @Override
        public Type type() {
            return Type.STRING;
        }
    }

    /** A series at one moment. */
    record Element(Labels labels, Sample sample) {}

    /** In the order the query gives, which has a meaning after a sort. */
    record Vector(List<Element> elements) implements Value {
        @Override
        public Type type() {
            return Type.VECTOR;
        }
    }

    /** Ordered by labels. */
    record Matrix(List<Series> series) implements Value {
        @Override
        public Type type() {
            return Type.MATRIX;
        }
    }
}
