package koboshi.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import koboshi.rule.Alert;
import koboshi.rule.Rule;
import koboshi.ruler.GroupView;
import koboshi.ruler.RuleView;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rules and alerts as Prometheus's API spells them. */
final class RuleShape {
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private RuleShape() {}

    /** All but its rules. */
    static ObjectNode group(GroupView group) {
        return Json.object()
                .put("name", group.group().name())
                .put("file", group.file())
                .put("interval", seconds(group.interval()))
                .put("limit", group.group().limit())
                .put("evaluationTime", seconds(group.took()))
                .put("lastEvaluation", moment(group.evaluated()));
    }

    static ObjectNode rule(RuleView view, boolean withAlerts) {
        var shape = Json.object().put("name", view.rule().name()).put("query", view.rule().query().format());
        switch (view.rule()) {
            case Rule.Recording rule -> labels(shape.putObject("labels"), rule.labels());
            case Rule.Alerting rule -> alerting(shape, rule, view, withAlerts);
        }
        shape.put("health", view.evaluated().isEmpty() ? "unknown" : view.error().isEmpty() ? "ok" : "err");
        if (!view.error().isEmpty()) {
            shape.put("lastError", view.error());
        }
        return shape.put("evaluationTime", seconds(view.took()))
                .put("lastEvaluation", moment(view.evaluated()))
                .put("type", view.rule() instanceof Rule.Alerting ? "alerting" : "recording");
    }

    private static void alerting(ObjectNode shape, Rule.Alerting rule, RuleView view, boolean withAlerts) {
        shape.put("duration", seconds(rule.hold())).put("keepFiringFor", seconds(rule.keepFiring()));
        var labels = shape.putObject("labels");
        rule.labels().forEach((name, template) -> labels.put(name, template.text()));
        var annotations = shape.putObject("annotations");
        rule.annotations().forEach((name, template) -> annotations.put(name, template.text()));
        shape.put("state", state(view));
        var alerts = shape.putArray("alerts");
        if (withAlerts) {
            view.active().forEach(alert -> alert(alerts, alert));
        }
    }

    /** Of its alerts the farthest. */
    private static String state(RuleView view) {
        if (view.evaluated().isEmpty()) {
            return "unknown";
        }
        return view.active().stream().map(Alert::state).max(Enum::compareTo).orElse(Alert.State.INACTIVE).word();
    }

    static void alert(ArrayNode into, Alert alert) {
        var shape = into.addObject();
        labels(shape.putObject("labels"), alert.labels().asMap());
        labels(shape.putObject("annotations"), alert.annotations());
        shape.put("state", alert.state().word()).put("activeAt", alert.activeAt().toString());
        if (alert.missingSince() != null) {
            shape.put("keepFiringSince", alert.missingSince().toString());
        }
        shape.put("value", scientific(alert.value()));
    }

    private static void labels(ObjectNode into, Map<String, String> labels) {
        labels.forEach(into::put);
    }

    private static String moment(Optional<Instant> moment) {
        return moment.map(Instant::toString).orElse(NEVER);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Such as 8.3e+01: the fewest digits that give the number back, and two of the exponent at least. */
    static String scientific(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return Double.doubleToRawLongBits(value) < 0 ? "-0e+00" : "0e+00";
        }
        var decimal = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        var digits = decimal.unscaledValue().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        var point = digits.length() > 1 ? digits.charAt(0) + "." + digits.substring(1) : digits;
        return (value < 0 ? "-" : "") + point + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}
