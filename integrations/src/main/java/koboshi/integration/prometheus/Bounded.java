package koboshi.integration.prometheus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Takes a body in, and no more of it than it may have. */
final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
    private final int most;
    private final Larger larger;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private Flow.Subscription subscription;

    /** What becomes of a body that is larger. */
    enum Larger {
        FAILS,
        IS_CUT
    }

    Bounded(int most, Larger larger) {
        this.most = most;
        this.larger = larger;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        for (var piece : pieces) {
            if (taken.size() + piece.remaining() > most) {
                subscription.cancel();
                end();
                return;
            }
            var bytes = new byte[piece.remaining()];
            piece.get(bytes);
            taken.writeBytes(bytes);
        }
    }

    private void end() {
        switch (larger) {
            case FAILS -> whole.completeExceptionally(new IOException("an answer of more than " + (most >> 20) + " MiB"));
            case IS_CUT -> whole.complete(taken.toByteArray());
        }
    }

    @Override
    public void onError(Throwable trouble) {
        whole.completeExceptionally(trouble);
    }

    @Override
    public void onComplete() {
        whole.complete(taken.toByteArray());
    }
}
