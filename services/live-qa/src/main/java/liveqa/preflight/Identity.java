package liveqa.preflight;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/** Which machine this is, by all the names it has. */
record Identity(String hostName, Optional<String> machineId, List<String> addresses, Optional<String> instance) {
    static Identity of(Host host) {
        var name = host.line("/proc/sys/kernel/hostname").or(() -> host.line("/etc/hostname")).orElse("?");
        return new Identity(name, host.line("/etc/machine-id"), reachableAt(), instance(host));
    }

    private static List<String> reachableAt() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(address -> address.getHostAddress().replaceFirst("%.*", "")).sorted().toList();
        } catch (SocketException _) {
            return List.of(); // A host that does not tell its addresses has none to show.
        }
    }

    /** What cloud-init was told when the machine was made; nothing is asked over the network. */
    private static Optional<String> instance(Host host) {
        return host.text("/run/cloud-init/instance-data.json").flatMap(Identity::cloudInstance).or(() -> host.line("/var/lib/cloud/data/instance-id"));
    }

    private static Optional<String> cloudInstance(String json) {
        var id = Json.read(json).path("v1").path("instance_id");
        return id.isString() ? Optional.of(id.stringValue()) : Optional.empty();
    }
}
