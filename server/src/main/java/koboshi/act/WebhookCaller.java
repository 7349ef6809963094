package koboshi.act;

import java.util.LinkedHashMap;
import java.util.Map;
import koboshi.action.Outcome;
import koboshi.integration.webhook.Webhook;

/** Calls by webhook. */
public final class WebhookCaller implements Caller {
    private final Webhook webhook;

    public WebhookCaller(Webhook webhook) {
        this.webhook = webhook;
    }

    @Override
    public Outcome call(Call call) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("text", call.toString());
        content.put("incident", call.incident());
        content.put("on", call.on());
        content.put("guard", call.by());
        content.put("what", call.what());
        call.why().ifPresent(why -> content.put("why", why));
        return webhook.send(call.key(), content);
    }
}
