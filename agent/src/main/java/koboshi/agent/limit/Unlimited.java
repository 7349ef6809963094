package koboshi.agent.limit;

import java.util.Optional;
import koboshi.agent.keep.Fence;
import koboshi.agent.keep.ProcessKey;
import koboshi.signal.Fact.Cause;

/** No limit was asked for. */
final class Unlimited implements Fence {
    @Override
    public String words() {
        return "";
    }

    @Override
    public void enclose(ProcessKey process) {}

    @Override
    public Optional<Cause> verdict() {
        return Optional.empty();
    }

    @Override
    public Optional<Double> share() {
        return Optional.empty();
    }

    @Override
    public String status() {
        return "no memory limit\n";
    }

    @Override
    public void open() {}
}
