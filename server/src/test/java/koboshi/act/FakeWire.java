package koboshi.act;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;

/** The agent's end of a link: what it was sent, and why it was ended. */
final class FakeWire implements Agents.Wire {
    final List<Frame> sent = new CopyOnWriteArrayList<>();
    final List<String> closed = new CopyOnWriteArrayList<>();

    @Override
    public void send(String frame) {
        sent.add(Json.frame(frame));
    }

    @Override
    public void close(String why) {
        closed.add(why);
    }

    <T extends Frame> List<T> sent(Class<T> kind) {
        return sent.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
