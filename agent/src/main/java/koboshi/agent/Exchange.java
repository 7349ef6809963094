package koboshi.agent;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One question to the server and its answer, within a time. */
final class Exchange {
    private Exchange() {}

    /**
     * The request's own timeout ends with the headers; a body that never ends must not hold what waits behind it either.
     *
     * @throws IOException when there is no answer within the time; asking again may help
     */
    static <T> HttpResponse<T> within(Duration time, HttpClient http, HttpRequest request, HttpResponse.BodyHandler<T> taken) throws IOException, InterruptedException {
        var answer = http.sendAsync(request, taken);
        try {
            return answer.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException trouble) {
            throw new IOException("no answer", trouble);
        } finally {
            answer.cancel(true);
        }
    }
}
