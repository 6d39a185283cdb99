package dev.stead.task.webhook;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Somebody else's HTTP server: records what it is sent and answers as configured. */
final class Receiver implements AutoCloseable {
    /** One delivery as it came, and what was answered. */
    record Delivery(String person, long cursor, String body, String signature, int status) {}

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile Function<String, Integer> answer = person -> 204;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/stead");
    }

    /** By person. */
    void answer(Function<String, Integer> status) {
        answer = status;
    }

    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** The cursors that were taken, in the order in which they came. */
    List<Long> taken(String person) {
        return deliveries.stream()
                .filter(delivery -> delivery.person().equals(person) && delivery.status() == 204)
                .map(Delivery::cursor)
                .toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var json = JSONObjectUtils.parse(body);
            String person = JSONObjectUtils.getString(json, "person_id");
            // protobuf's JSON writes 64-bit numbers as text.
            long cursor = Long.parseLong(
                    JSONObjectUtils.getString(JSONObjectUtils.getJSONObject(json, "notification"), "cursor"));
            int status = answer.apply(person);
            deliveries.add(new Delivery(
                    person, cursor, body, exchange.getRequestHeaders().getFirst("stead-signature"), status));
            exchange.sendResponseHeaders(status, -1);
        } catch (ParseException malformed) {
            throw new IOException(malformed);
        }
    }

    /** Is away from now on. */
    void stop() {
        server.stop(0);
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
