package koboshi.agent.guarded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;

/** A service that takes 512 MiB outside its heap, page by page, and then sits. */
public final class FillingMemory {
    private static final int PIECE = 4 << 20;

    private FillingMemory() {}

    public static void main(String... arguments) throws InterruptedException {
        var all = new ArrayList<ByteBuffer>();
        while (all.size() < 128) {
            var piece = ByteBuffer.allocateDirect(PIECE);
            for (int at = 0; at < PIECE; at += 4096) {
                piece.put(at, (byte) 1);
            }
            all.add(piece);
        }
        new CountDownLatch(1).await();
    }
}
