package dev.linnet.mnist;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an HTTP response, taken piece by piece by one thread that does not wait for ever.
 *
 * <p>The JDK's own body streams have no time-out: a server that falls silent in the middle of a body holds their reader
 * until the connection dies. Here one piece at a time is asked for, and waited for no longer than allowed.
 */
final class StreamedBody implements BodySubscriber<StreamedBody>, AutoCloseable {
    private static final List<ByteBuffer> END = List.of();

    private final Duration stall;
    private final BlockingQueue<List<ByteBuffer>> pieces = new LinkedBlockingQueue<>(); // two at most
    private volatile Throwable failure; // set before END is queued
    private volatile Subscription subscription; // set before a piece is queued
    private volatile boolean closed;

    /**
     * A body that nothing has been received of yet.
     *
     * @param stall how long nothing may arrive
     */
    StreamedBody(Duration stall) {
        this.stall = stall;
    }

    /**
     * Waits for the next piece.
     *
     * @return some buffers, none at the end of the body
     * @throws HttpTimeoutException if nothing arrives in the time allowed
     * @throws IOException if the connection fails
     */
    List<ByteBuffer> next() throws IOException, InterruptedException {
        List<ByteBuffer> piece = pieces.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
        if (piece == null) {
            throw new HttpTimeoutException("nothing arrived for " + stall.toMillis() + " ms");
        }
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        subscription.request(1);
        return piece;
    }

    /** Drops the connection if there is more to come. */
    @Override
    public void close() {
        closed = true;
        Subscription started = subscription;
        if (started != null) {
            started.cancel();
        }
    }

    @Override
    public CompletionStage<StreamedBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription started) {
        subscription = started;
        if (closed) { // the response is handed over before its body is subscribed to
            started.cancel();
        } else {
            started.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
        pieces.add(piece);
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
        pieces.add(END);
    }

    @Override
    public void onComplete() {
        pieces.add(END);
    }
}
