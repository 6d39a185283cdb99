package dev.stead.systemtests.provider;

import dev.stead.systemtests.provider.ProviderJournal.Line;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * A provider of money moves over TCP: one request line and one answer line a connection. It does a key's work once, and by a seed it
 * misbehaves. What it did is in its journal before anybody hears of it.
 *
 * <pre>
 * AUTHORISED key EUR 100  -&gt;  200 EUR 100 | 402 | 409 | 429 | 503
 * LOOKUP key              -&gt;  200 CAPTURED EUR 100 | 402 | 404
 * </pre>
 */
final class ProviderDouble implements AutoCloseable {
    private static final Duration LATE = Duration.ofMillis(700);

    private final ServerSocket server;
    private final ProviderJournal journal;
    private final double bad;
    private final RandomGenerator random;
    private final Map<String, Line> done = new HashMap<>();
    private final Map<String, Boolean> declined = new HashMap<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Listens on this machine only.
     *
     * @param bad the share of calls that go wrong
     */
    ProviderDouble(int port, ProviderJournal journal, double bad, RandomGenerator random) throws IOException {
        this.server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        this.journal = journal;
        this.bad = bad;
        this.random = random;
        journal.lines().forEach(line -> done.put(line.effect() + line.key(), line));
    }

    /** Takes calls until it is closed. */
    void serve() throws IOException {
        while (!server.isClosed()) {
            Socket caller = server.accept();
            callers.execute(() -> answer(caller));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        callers.shutdownNow();
    }

    private void answer(Socket caller) {
        try (caller;
                var in =
                        new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = in.readLine();
            if (line == null) {
                return;
            }
            String[] words = line.split(" ", -1);
            if (words[0].equals("LOOKUP")) {
                send(caller, lookUp(words[1]));
            } else {
                act(caller, Line.parse(line));
            }
        } catch (IOException gone) {
            // The caller has gone; what was done is in the journal.
        }
    }

    private void act(Socket caller, Line request) throws IOException {
        Behaviour behaviour = behaviour();
        switch (behaviour) {
            case WELL, TWICE -> send(caller, twiceIf(behaviour == Behaviour.TWICE, request));
            case ANSWER_LOST -> once(request);
            case ERROR_BUT_DONE -> {
                once(request);
                send(caller, "503");
            }
            case THROTTLED -> send(caller, "429");
            case SLOW -> {
                String answer = once(request);
                LockSupport.parkNanos(LATE.toNanos());
                send(caller, answer);
            }
            case LATE -> {
                caller.close();
                LockSupport.parkNanos(LATE.toNanos());
                once(request);
            }
            case WRONG_AMOUNT ->
                send(
                        caller,
                        once(new Line(request.effect(), request.key(), request.currency(), request.minorUnits() - 1)));
            case CUT -> {
                byte[] answer = bytes(once(request));
                caller.getOutputStream().write(answer, 0, random.nextInt(answer.length));
            }
            case DECLINED -> send(caller, decline(request));
        }
    }

    private String twiceIf(boolean twice, Line request) {
        if (twice) {
            once(request);
        }
        return once(request);
    }

    private synchronized Behaviour behaviour() {
        return Behaviour.next(bad, random);
    }

    private synchronized String once(Line request) {
        Line before = done.get(request.effect() + request.key());
        if (before == null) {
            if (declined.containsKey(request.key())) {
                return "402";
            }
            if (contradicts(request)) {
                return "409";
            }
            journal.append(request);
            done.put(request.effect() + request.key(), request);
            before = request;
        }
        return "200 " + before.currency() + " " + before.minorUnits();
    }

    /** What was taken cannot be released, what was released cannot be taken. */
    private boolean contradicts(Line request) {
        return switch (request.effect()) {
            case CAPTURED -> done.containsKey(Effect.CANCELLED + request.key());
            case CANCELLED -> done.containsKey(Effect.CAPTURED + request.key());
            case AUTHORISED, REFUNDED -> false;
        };
    }

    /** Only an authorisation that was not made yet can be declined; after that the answer is what was done. */
    private synchronized String decline(Line request) {
        if (request.effect() != Effect.AUTHORISED || done.containsKey(request.effect() + request.key())) {
            return once(request);
        }
        declined.put(request.key(), true);
        return "402";
    }

    private synchronized String lookUp(String key) {
        for (Effect effect : new Effect[] {Effect.REFUNDED, Effect.CANCELLED, Effect.CAPTURED, Effect.AUTHORISED}) {
            Optional<Line> line = Optional.ofNullable(done.get(effect + key));
            if (line.isPresent()) {
                return "200 " + effect + " " + line.get().currency() + " "
                        + line.get().minorUnits();
            }
        }
        return declined.containsKey(key) ? "402" : "404";
    }

    private static void send(Socket caller, String answer) throws IOException {
        OutputStream out = caller.getOutputStream();
        out.write(bytes(answer));
        out.flush();
    }

    private static byte[] bytes(String answer) {
        return (answer + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
