package koboshi.agent.guarded;

import java.util.ArrayList;

/** A service that fills its Java heap. */
public final class FillingHeap {
    private FillingHeap() {}

    public static void main(String... arguments) {
        var all = new ArrayList<byte[]>();
        while (!all.isEmpty() || all.add(new byte[1])) {
            all.add(new byte[1 << 20]);
        }
    }
}
