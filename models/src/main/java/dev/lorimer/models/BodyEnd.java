package dev.lorimer.models;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/// Notices when the client has received a body to its end. The stream that it gives out can only be
/// asked by a read, which blocks where a server holds the connection open.
final class BodyEnd {
    private final CountDownLatch ended = new CountDownLatch(1);

    HttpResponse.BodyHandler<InputStream> handler() {
        return _ -> new Noticing(HttpResponse.BodySubscribers.ofInputStream(), ended);
    }

    boolean reached() {
        return ended.getCount() == 0;
    }

    /// Waits for the end.
    ///
    /// @return whether it came in time
    boolean reachedWithin(Duration limit) throws InterruptedException {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private record Noticing(HttpResponse.BodySubscriber<InputStream> to, CountDownLatch ended)
            implements HttpResponse.BodySubscriber<InputStream> {
        @Override
        public CompletionStage<InputStream> getBody() {
            return to.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            to.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            to.onNext(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            to.onError(failure);
        }

        @Override
        public void onComplete() {
            to.onComplete();
            ended.countDown();
        }
    }
}
