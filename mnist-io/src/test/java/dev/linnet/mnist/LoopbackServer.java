package dev.linnet.mnist;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Mirrors on the loopback interface, well-behaved and otherwise. */
final class LoopbackServer implements AutoCloseable {
    /** What a mirror does about a request for one file. */
    interface Answer {
        void give(HttpExchange exchange, byte[] file) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, byte[]> files;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    LoopbackServer(Map<String, byte[]> files) throws IOException {
        this.files = files;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    /** {@return the address of a new mirror that answers so} */
    URI mirror(String name, Answer answer) {
        server.createContext("/" + name + "/", exchange -> {
            requests.add(exchange.getRequestURI().toString());
            String path = exchange.getRequestURI().getPath();
            try {
                answer.give(exchange, files.get(path.substring(path.lastIndexOf('/') + 1)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        });
        return URI.create("http://" + host() + ":" + port() + "/" + name + "/");
    }

    /** {@return the address of a new mirror that serves the true files} */
    URI goodMirror() {
        return mirror("good", LoopbackServer::serve);
    }

    static void serve(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Says nothing until the server is closed. */
    void silence() throws InterruptedException {
        closing.await();
    }

    String host() {
        return server.getAddress().getAddress().getHostAddress();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** {@return what was requested so far} */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
