package koboshi.promql;

import java.util.List;

/** A value and what is to be said about it. */
public record Answer(Value value, List<Annotation> annotations) {
    /** The texts of one kind. */
    public List<String> texts(Annotation.Kind kind) {
        return annotations.stream().filter(annotation -> annotation.kind() == kind).map(Annotation::text).toList();
    }
}
