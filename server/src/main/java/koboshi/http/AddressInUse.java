package koboshi.http;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Another program listens where we were told to. */
public final class AddressInUse extends IOException {
    AddressInUse(InetSocketAddress address, Throwable cause) {
        super(address.getHostString() + ":" + address.getPort()
                + " is in use by another program; choose another with --listen", cause);
    }
}
