package koboshi.agent.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import koboshi.agent.keep.Proc;
import koboshi.agent.link.Frame.KnownAs;

/** What others call the host this runs on. */
public final class Whereabouts {
    /** Bridges of containers have the same addresses on every host. */
    private static final Pattern BRIDGE = Pattern.compile("(docker|br-|virbr|cni|veth|podman|lxc).*");
    private static final int MOST = 32;

    private Whereabouts() {}

    static KnownAs now() {
        var names = new ArrayList<String>();
        Proc.textOf(Proc.ROOT.resolve("sys/kernel/hostname")).map(String::trim).filter(name -> !name.isEmpty()).ifPresent(names::add);
        try {
            NetworkInterface.networkInterfaces()
                    .filter(one -> !BRIDGE.matcher(one.getName()).matches())
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress).map(address -> address.replaceFirst("%.*", ""))
                    .sorted().limit(MOST).forEach(names::add);
        } catch (SocketException _) {
            // A host without a network has a name all the same.
        }
        return new KnownAs(network(), List.copyOf(names));
    }

    /** The machine and the network within it: two processes that say the same have one {@code localhost}. */
    public static String network() {
        var boot = Proc.textOf(Proc.ROOT.resolve("sys/kernel/random/boot_id")).map(String::trim).orElse("");
        try {
            return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
        } catch (IOException _) {
            return boot;
        }
    }
}
