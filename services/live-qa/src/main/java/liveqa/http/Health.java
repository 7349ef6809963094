package liveqa.http;

import java.util.Map;
import liveqa.measure.Parts;
import liveqa.question.SelfProbe;

/** Whether the process answers, whether questions are answered, and which part is in trouble. */
final class Health {
    private final Identity identity;
    private final Parts parts;
    private final SelfProbe probe;

    Health(Identity identity, Parts parts, SelfProbe probe) {
        this.identity = identity;
        this.parts = parts;
        this.probe = probe;
    }

    /** Always 200: a part in trouble is no reason to restart the whole. */
    Reply process() {
        var view = identity.view();
        var all = view.putArray("parts");
        for (var part : parts.all()) {
            var one = all.addObject().put("name", part.name()).put("state", part.state().word()).put("since", part.since().toString());
            if (!part.why().isEmpty()) one.put("why", part.why());
        }
        return Reply.json(200, view).with("Cache-Control", "no-store");
    }

    /** 503 with the reason unless a question was answered end to end of late. */
    Reply answering() {
        var verdict = probe.verdict();
        var view = Json.object().put("status", verdict.ok() ? "ok" : "not answering");
        verdict.lastAnswered().ifPresent(at -> view.put("lastAnsweredAt", at.toString()));
        if (verdict.ok()) view.put("tookSeconds", verdict.took().toNanos() / 1e9);
        else view.put("error", verdict.why());
        return new Reply(verdict.ok() ? 200 : 503, "application/json; charset=utf-8", Json.bytes(view), Map.of("Cache-Control", "no-store"));
    }
}
