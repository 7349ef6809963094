package koboshi.agent.keep;

import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import koboshi.agent.fact.EvidenceFolder;
import koboshi.agent.fact.FactSpool;

/**
 * What every ward works with.
 *
 * @param state the agent's folder
 * @param clock short tasks only: it has one thread for all
 * @param log one line on each change
 */
public record Kit(
        Path state, FactSpool facts, EvidenceFolder evidence, Fence.Builder fences, Camera camera, ScheduledExecutorService clock, Consumer<String> log) {}
